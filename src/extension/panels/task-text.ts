// What the plan says of one task, made plain and bounded for the dashboard.
import { cutText, plainLines, plainText } from '../../core/base/text.ts';
import type { TaskText } from '../../core/model/panel-dashboard.ts';
import type { Task } from '../../core/model/task.ts';

const descriptionCharsMax = 4000;
const lineCharsMax = 400;
const linesMax = 40;

export function viewTaskText({ id, description, files, verify = [], metadata }: Task): TaskText {
  const lines = (texts: readonly string[]) =>
    texts.slice(0, linesMax).map((text) => plainText(text, { charsMax: lineCharsMax }));
  return {
    task_id: id,
    description: cutText(plainLines(description.slice(0, descriptionCharsMax * 2)), descriptionCharsMax).trim(),
    acceptance: lines(metadata.acceptance ?? []),
    files: lines(files),
    verify: lines(verify),
  };
}
