// What a command is about. Rows of the trees, buttons in the panels, links and notifications all say it in the same way, so that a
// command does not ask where it was called from. It is plain data: it survives a reload and a message to a panel.
import * as z from 'zod/mini';

export const targetSchema = z.object({
  /** Absolute path of the repository's main worktree. */
  repository: z.string(),
  spec_id: z.optional(z.string()),
  task_id: z.optional(z.string()),
  attempt: z.optional(z.number()),
  /** Number of a pull request. */
  pull: z.optional(z.number()),
  slot: z.optional(z.string()),
  /** Name of an artifact, or path of a file in a diff. */
  name: z.optional(z.string()),
});

export type Target = z.infer<typeof targetSchema>;

/** Undefined for whatever is not one, such as the row of another extension's tree. */
export function asTarget(value: unknown): Target | undefined {
  const own = targetSchema.safeParse(value);
  if (own.success) return own.data;
  const held = z.object({ target: targetSchema }).safeParse(value);
  return held.success ? held.data.target : undefined;
}
