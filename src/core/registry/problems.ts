// What can be wrong with a registry, and what `doctor --fix` does about each kind. A problem that blocks makes the registry
// read-only: nothing is appended, so nothing is scheduled, until a person has asked for the repair.
import { UserError } from '../base/errors.ts';

export type ProblemKind =
  | 'torn_record'
  | 'damaged_record'
  | 'missing_record'
  | 'illegal_event'
  | 'missing_segment'
  | 'shrunk_log'
  | 'damaged_history'
  | 'damaged_snapshot'
  | 'differing_snapshot'
  | 'stale_record'
  | 'bad_request';

export interface RegistryProblem {
  kind: ProblemKind;
  message: string;
  place: { file: string; line?: number; offset?: number };
  /** What the repair does, one sentence. */
  fix: string;
}

const kinds: Record<ProblemKind, { blocks: boolean; fix: string }> = {
  torn_record: { blocks: false, fix: 'It is kept in quarantine/ and cut off when the next owner opens the registry.' },
  damaged_record: { blocks: true, fix: 'Everything from here on goes to quarantine/; what stands before it is kept.' },
  missing_record: { blocks: true, fix: 'Everything from here on goes to quarantine/; what stands before it is kept.' },
  illegal_event: { blocks: true, fix: 'Everything from here on goes to quarantine/; what stands before it is kept.' },
  missing_segment: { blocks: true, fix: 'What follows the gap goes to quarantine/; what stands before it is kept.' },
  shrunk_log: { blocks: true, fix: 'The log goes on in a new segment from the state of the snapshot.' },
  damaged_history: {
    blocks: false,
    fix: 'The record goes to quarantine/ and is blanked; the state is safe in the snapshot.',
  },
  damaged_snapshot: { blocks: false, fix: 'The file goes to quarantine/; the log holds the same state.' },
  differing_snapshot: { blocks: false, fix: 'A new snapshot is written from the log.' },
  stale_record: { blocks: false, fix: 'Nothing: readers pass over what an owner wrote after it was replaced.' },
  bad_request: { blocks: false, fix: 'The file goes to quarantine/.' },
};

export function problemOf(kind: ProblemKind, message: string, place: RegistryProblem['place']): RegistryProblem {
  return { kind, message, place, fix: kinds[kind].fix };
}

export function isBlocking(problem: RegistryProblem): boolean {
  return kinds[problem.kind].blocks;
}

/** `events.jsonl:12 (byte 2345)` */
export function describePlace({ file, line, offset }: RegistryProblem['place']): string {
  return `${file}${line === undefined ? '' : `:${line}`}${offset === undefined ? '' : ` (byte ${offset})`}`;
}

/** The first place from which on nothing is true; undefined when there is none. */
export function describeDamage(problems: readonly RegistryProblem[]): string | undefined {
  const damage = problems.find(isBlocking);
  return damage === undefined ? undefined : describePlace(damage.place);
}

/** What is told to who wants to write; undefined when nothing blocks. */
export function damageIn(problems: readonly RegistryProblem[]): UserError | undefined {
  const damage = problems.find(isBlocking);
  if (damage === undefined) return undefined;
  return new UserError(`The registry is damaged at ${describePlace(damage.place)}: ${damage.message}`, {
    hint: 'Run `necrocode doctor --fix`. Until then nothing is written or scheduled.',
    ja: {
      message: `レジストリが ${describePlace(damage.place)} で壊れています: ${damage.message}`,
      hint: '`necrocode doctor --fix` を実行してください。それまでは何も書き込まず、何も始めません。',
    },
  });
}
