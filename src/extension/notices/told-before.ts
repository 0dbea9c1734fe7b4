// What is told once only, however often it happens: that a pull request is ready, with each commit at its head; that it is not merged,
// for each reason; that the forge was lost, until it is back. A check that passes, the end of the run or the train's next try makes
// it no other news; a round that was asked for does.
import type { RegistryEvent } from '../../core/model/events.ts';
import type { State } from '../../core/model/state.ts';
import type { Notice } from './notice.ts';
import { isLockedOut, isReady } from './notice-of.ts';

/** More are not open at once; forgetting one costs a repetition. */
export const toldMax = 2000;
const reasonCharsMax = 200;

/** What stands there when one begins to look is taken as told. */
export function toldAtBeginning(state: State): ReadonlySet<string> {
  const open = [...state.pulls.values()].filter((pull) => pull.state === 'open');
  return bounded([
    ...open.flatMap(({ number, held }) => (held === undefined ? [] : heldKey(number, held))),
    ...open.filter((pull) => isReady(pull, state)).map(({ number, head_sha }) => readyKey(number, head_sha)),
    ...(isLockedOut(state) ? [lostKey] : []),
  ]);
}

export function isTold(notice: Notice, told: ReadonlySet<string>): boolean {
  const key = onceKey(notice);
  return key !== undefined && !isNewRound(notice) && told.has(key);
}

/** The same as what is still to be told. */
export function isRepeated(notice: Notice, known: Notice | undefined): boolean {
  const key = onceKey(notice);
  return key !== undefined && !isNewRound(notice) && known !== undefined && onceKey(known) === key;
}

function isNewRound(notice: Notice): boolean {
  return notice.kind === 'pull_ready' && notice.is_changed;
}

/** What has come to its end may begin anew, and is news then. */
export function forgetOver(told: ReadonlySet<string>, events: readonly RegistryEvent[]): ReadonlySet<string> {
  const isBack = told.has(lostKey) && events.some(({ type }) => type === 'ForgeBack');
  return isBack ? new Set([...told].filter((key) => key !== lostKey)) : told;
}

export function noteTold(told: ReadonlySet<string>, notices: readonly Notice[], state: State): ReadonlySet<string> {
  const keys = notices.flatMap((notice) => onceKey(notice) ?? keyOfFinal(notice, state) ?? []);
  return keys.length === 0 ? told : bounded([...told, ...keys]);
}

function keyOfFinal(notice: Notice, state: State): string | undefined {
  if (notice.kind !== 'run_ended' || notice.final_pr === undefined) return undefined;
  return readyKey(notice.final_pr, state.pulls.get(notice.final_pr)?.head_sha);
}

function onceKey(notice: Notice): string | undefined {
  switch (notice.kind) {
    case 'pull_ready':
      return readyKey(notice.number, notice.head);
    case 'merge_held':
      return heldKey(notice.number, notice.reason);
    case 'forge_lost':
      return lostKey;
    default:
      return undefined;
  }
}

const lostKey = 'forge_lost';

function heldKey(number: number, reason: string): string {
  return `merge_held ${number} ${reason.slice(0, reasonCharsMax)}`;
}

function readyKey(number: number, head = ''): string {
  return `pull_ready ${number} ${head}`;
}

function bounded(keys: readonly string[]): ReadonlySet<string> {
  return new Set(keys.slice(-toldMax));
}
