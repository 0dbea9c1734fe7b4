// Reads NecroCode's own plan, `.kiro/tasks/<spec>/tasks.json`. All that is wrong with it is reported together, each with its
// place: `tasks[3].dependencies[0]`. Unknown fields are kept.
import type * as z from 'zod';
import { UserError } from '../base/errors.ts';
import { expectationOf } from '../base/expectation.ts';
import type { Taskset } from '../model/task.ts';
import { tasksetSchema } from '../model/task.ts';

const problemsShownMax = 20;

/** `content` is the parsed JSON. Throws a UserError that lists what is wrong. */
export function readTaskset(content: unknown, file: string): Taskset {
  const parsed = tasksetSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues
    .slice(0, problemsShownMax)
    .map((issue) => `  ${placeOf(issue.path)}: expected ${expectationOf(issue)}`);
  const more = parsed.error.issues.length - lines.length;
  throw new UserError([`${file} is no valid plan:`, ...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n'), {
    hint: 'Mend the places named above, or plan again.',
    cause: parsed.error,
  });
}

function placeOf(path: z.core.$ZodIssue['path']): string {
  const place = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return place === '' ? 'the whole file' : place.replace(/^\./, '');
}
