// What is told once only, however often it happens: that a pull request is ready, with each commit at its head. A check that passes, or
// the end of the run, makes it no other news; a round that was asked for does.
import type { State } from '../../core/model/state.ts';
import type { Notice } from './notice.ts';
import { isReady } from './notice-of.ts';

/** More are not open at once; forgetting one costs a repetition. */
export const toldMax = 2000;

/** What stands there when one begins to look is taken as told. */
export function toldAtBeginning(state: State): ReadonlySet<string> {
  const ready = [...state.pulls.values()].filter((pull) => pull.state === 'open' && isReady(pull, state));
  return bounded(ready.map(({ number, head_sha }) => readyKey(number, head_sha)));
}

export function isTold(notice: Notice, told: ReadonlySet<string>): boolean {
  return notice.kind === 'pull_ready' && !notice.is_changed && told.has(readyKey(notice.number, notice.head));
}

export function noteTold(told: ReadonlySet<string>, notices: readonly Notice[], state: State): ReadonlySet<string> {
  const keys = notices.flatMap((notice) => keyOf(notice, state) ?? []);
  return keys.length === 0 ? told : bounded([...told, ...keys]);
}

function keyOf(notice: Notice, state: State): string | undefined {
  if (notice.kind === 'pull_ready') return readyKey(notice.number, notice.head);
  if (notice.kind !== 'run_ended' || notice.final_pr === undefined) return undefined;
  return readyKey(notice.final_pr, state.pulls.get(notice.final_pr)?.head_sha);
}

function readyKey(number: number, head = ''): string {
  return `pull_ready ${number} ${head}`;
}

function bounded(keys: readonly string[]): ReadonlySet<string> {
  return new Set(keys.slice(-toldMax));
}
