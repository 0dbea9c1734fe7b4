// The message of the one commit of an attempt: `spirit(<scope>): <description> [Task <id>]` and four trailers, by which people
// and tools find the task again. Nothing of the agent's own words gets in.
import { cutText, plainText } from '../base/text.ts';
import type { Assignment } from '../model/spirit.ts';

const descriptionCharsMax = 100;
const scopeCharsMax = 32;

export function commitMessage(assignment: Assignment, files: readonly string[]): string {
  const { payload, spec_id, task_id, agent_instance, attempt } = assignment;
  const scope = scopeOf(payload.task.required_skill, files);
  const description = plainText(payload.task.title, { charsMax: descriptionCharsMax });
  const trailers = [
    `Spec-Id: ${spec_id}`,
    `Task-Id: ${task_id}`,
    `Agent-Instance: ${plainText(agent_instance)}`,
    `Attempt: ${String(attempt)}`,
  ];
  return `spirit(${scope}): ${description} [Task ${task_id}]\n\n${trailers.join('\n')}\n`;
}

/** The skill; without one the first folder that the change touches. */
function scopeOf(skill: string | undefined, files: readonly string[]): string {
  const folder = files.find((file) => file.includes('/'))?.split('/')[0];
  const scope = (skill ?? folder ?? '').replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|-+$/g, '');
  return scope === '' ? 'task' : cutText(scope, scopeCharsMax);
}
