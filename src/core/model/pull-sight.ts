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
  /** `comment:12`, `review:3` or `thread:45`: the numbers of each kind rise. */
  id: string;
  by: string;
  text: string;
  /** Of a remark on a line: the file in the change, and the line where it still has one. */
  file?: string;
  line?: number;
  /** The agent has to do something about it. */
  asks_changes: boolean;
}

/** The newest number heard of each kind of remark. */
export type HeardRemarks = Record<string, number>;

/** The kind and the number of a remark's id; undefined when it is none. */
export function remarkNumber(id: string): { kind: string; number: number } | undefined {
  const { kind, number } = /^(?<kind>[a-z]+):(?<number>\d{1,15})$/.exec(id)?.groups ?? {};
  return kind === undefined || number === undefined ? undefined : { kind, number: Number(number) };
}

/** Whether it is older than, or the same as, what was heard of its kind. */
export function isHeard(id: string, heard: HeardRemarks | undefined): boolean {
  const found = remarkNumber(id);
  return found !== undefined && found.number <= (heard?.[found.kind] ?? 0);
}
