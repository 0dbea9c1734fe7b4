// What a forge shows of a pull request at one moment, in our words: where it stands, what the checks of its head say, and what people
// have said there. The dispatcher compares it with what the registry knows; nothing here is an event yet.

export type CheckState = 'pending' | 'success' | 'failure';

export interface PullSight {
  number: number;
  state: 'open' | 'merged' | 'closed';
  head_sha: string;
  /** Of a merged one: the commit on its base. */
  merge_sha?: string;
  /** Who has merged or closed it, where the forge says so. */
  by?: string;
  checks: CheckSight[];
  /** Only those that were asked for: what was heard before is left out. Oldest first. */
  remarks: RemarkSight[];
}

export interface CheckSight {
  name: string;
  state: CheckState;
}

/** Something that a person who may write here has said. */
export interface RemarkSight {
  /** `comment:12`, `review:3` or `thread:45`: the numbers of each kind rise in the order in which they were begun. */
  id: string;
  by: string;
  text: string;
  /** Of a remark on a line: the file in the change, and the line where it still has one. */
  file?: string;
  line?: number;
  /** The agent has to do something about it. */
  asks_changes: boolean;
}

/**
 * What was heard of each kind of remark. The newest number alone does not tell: the remarks of a review have their numbers from the day on which
 * it was begun, and are seen when it is submitted, which may be after others. Registries have held that number alone, which stands for all up to it.
 */
export type HeardRemarks = Record<string, number | HeardNumbers>;

export interface HeardNumbers {
  /** All up to this one count as heard. */
  upTo: number;
  /** Those beyond it, rising; at most `heardNumbersMax`. */
  numbers: number[];
}

export const heardNumbersMax = 500;

function remarkNumber(id: string): { kind: string; number: number } | undefined {
  const { kind, number } = /^(?<kind>[a-z]+):(?<number>\d{1,15})$/.exec(id)?.groups ?? {};
  return kind === undefined || number === undefined ? undefined : { kind, number: Number(number) };
}

function heardOf(kind: string, heard: HeardRemarks | undefined): HeardNumbers {
  const known = heard?.[kind] ?? 0;
  return typeof known === 'number' ? { upTo: known, numbers: [] } : known;
}

export function isHeard(id: string, heard: HeardRemarks | undefined): boolean {
  const found = remarkNumber(id);
  if (found === undefined) return false;
  const { upTo, numbers } = heardOf(found.kind, heard);
  return found.number <= upTo || numbers.includes(found.number);
}

/** With this remark, too. Where there are too many the oldest are no longer told apart. */
export function withHeard(id: string, heard: HeardRemarks | undefined): HeardRemarks {
  const found = remarkNumber(id);
  if (found === undefined || isHeard(id, heard)) return heard ?? {};
  const { upTo, numbers } = heardOf(found.kind, heard);
  const all = [...numbers, found.number].sort((one, other) => one - other);
  const dropped = all.splice(0, Math.max(0, all.length - heardNumbersMax));
  return { ...heard, [found.kind]: { upTo: dropped.at(-1) ?? upTo, numbers: all } };
}
