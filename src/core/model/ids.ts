// Names that end up in paths, refs and log lines. What is valid here is safe there, on every platform:
// no separators, no leading dash or dot, no device names, no trailing dot.
import * as z from 'zod';

const deviceName = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

function safeName(pattern: RegExp, what: string) {
  return z
    .string()
    .regex(
      pattern,
      `a ${what} of 1 to 64 letters, digits, dots, dashes and underscores that begins with a letter or digit`,
    )
    .refine((name) => !deviceName.test(name) && !/[. ]$/.test(name) && !name.includes('..') && !/\.lock$/i.test(name), {
      message: `a ${what} that is no device name and has no "..", trailing dot or ".lock"`,
    });
}

// Pure, so that a page of the editor that only compares ids does not carry the schemas and their library.

/** Kiro's `1.2`, spec-kit's `T005a`, `A-1`; a second task of the same number is `7.3@L119`. Unique when case-folded. */
export const taskIdSchema = /* @__PURE__ */ safeName(/^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/, 'task id');
/** The folder name of a spec under `.kiro/specs/`. */
export const specIdSchema = /* @__PURE__ */ safeName(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'spec name');

/** Two ids are the same task when they differ in case only (file systems would say so anyway). */
export function foldId(id: string): string {
  return id.toLowerCase();
}

/** Lower-case words joined by dashes, for branches and folders; `fallback` when the text has no ASCII letters or digits. */
export function slugOf(text: string, fallback: string, charactersMax = 40): string {
  const slug = text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .toLowerCase()
    .slice(0, charactersMax)
    .replace(/^-+|-+$/g, '');
  return slug === '' ? fallback : slug;
}

/** The spec that a folder or file of this name becomes. */
export function specIdOf(name: string): string {
  return specIdSchema.safeParse(name).success ? name : slugOf(name, 'spec');
}

/** `feature/task-{spec}-{task}-{slug}`: the branch of a task, the same for all its attempts. */
export function branchOfTask(specId: string, taskId: string, title: string): string {
  const slug = slugOf(title, 'task');
  return `feature/task-${specId}-${taskId.replaceAll('@', '-')}-${slug}`;
}

/** `necrocode/{spec}`: the branch that a run integrates into. */
export function integrationBranchOf(specId: string): string {
  return `necrocode/${specId}`;
}

/** Whether a ref, by its full name, is one that NecroCode makes: branches of tasks and runs, and what it keeps for itself. */
export function isOwnRef(ref: string): boolean {
  return /^refs\/(?:necrocode\/|heads\/necrocode\/|heads\/feature\/task-|heads\/[A-Za-z0-9._-]+\/spirit-\d+\/)/.test(
    ref,
  );
}

/** Whether a branch, by its short name, is ours to move and to push. */
export function isOwnBranch(branch: string): boolean {
  return isOwnRef(`refs/heads/${branch}`) && !/(?:\/|^feature\/task-)$/.test(branch);
}
