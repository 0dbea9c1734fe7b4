// Colours by meaning. Only the terminal's own palette is used, so that they are readable on light and dark backgrounds, and
// nothing is said by colour alone. `NO_COLOR` and `--no-color` switch them off, `FORCE_COLOR` on.
import picocolors from 'picocolors';
import type { TaskStateName } from '../core/model/state.ts';
import type { Level } from '../core/necrocode.ts';

export type Brush = (text: string) => string;

export interface Paint {
  strong: Brush;
  faint: Brush;
  good: Brush;
  bad: Brush;
  warn: Brush;
  /** What is going on now. */
  live: Brush;
  /** Names that can be given back to a command. */
  name: Brush;
  plain: Brush;
}

export function createPaint(isColoured: boolean): Paint {
  const { bold, dim, green, red, yellow, cyan, blue } = picocolors.createColors(isColoured);
  return {
    strong: bold,
    faint: dim,
    good: green,
    bad: red,
    warn: yellow,
    live: cyan,
    name: blue,
    plain: (text) => text,
  };
}

export function wantsColour(
  argv: readonly string[],
  { env, isTTY }: { env: Readonly<Record<string, string | undefined>>; isTTY: boolean },
): boolean {
  if (argv.includes('--no-color') || (env['NO_COLOR'] ?? '') !== '') return false;
  if ((env['FORCE_COLOR'] ?? '') !== '') return env['FORCE_COLOR'] !== '0';
  return isTTY && env['TERM'] !== 'dumb';
}

export const brushOfLevel: Record<Level, keyof Paint> = {
  info: 'plain',
  success: 'good',
  warning: 'warn',
  error: 'bad',
};

export const brushOfState: Record<TaskStateName, keyof Paint> = {
  blocked: 'faint',
  ready: 'plain',
  assigned: 'live',
  running: 'live',
  verifying: 'live',
  review: 'warn',
  done: 'good',
  failed: 'bad',
  cancelled: 'faint',
};

/** One column each. */
export const signOfState: Record<TaskStateName, string> = {
  blocked: '·',
  ready: '○',
  assigned: '◌',
  running: '●',
  verifying: '◉',
  review: '◆',
  done: '✓',
  failed: '✗',
  cancelled: '⊘',
};
