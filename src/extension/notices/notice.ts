// Something that a person wants to know although they are not looking: one thing that has happened, as plain data.
import type { FailureKind } from '../../core/model/failure.ts';

export type Notice = { at: number; spec_id: string } & (
  | { kind: 'pull_ready'; number: number; head: string; title: string; is_final: boolean; is_changed: boolean }
  | { kind: 'person_awaited'; task_id: string; title: string; isRefused: boolean }
  | { kind: 'task_failed'; task_id: string; title: string; failure: FailureKind; message: string }
  | { kind: 'run_ended'; outcome: 'completed' | 'failed' | 'cancelled'; done: number; total: number; final_pr?: number }
  | { kind: 'agent_rests'; agent: string; until: number }
  | { kind: 'repository_altered'; names: string[] }
  | { kind: 'conflict'; task_id: string; title: string }
  /** The forge does not merge it, for a reason that no check will change. */
  | { kind: 'merge_held'; number: number; title: string; reason: string }
  /** The forge does not let us in any more: waiting alone does not help. */
  | { kind: 'forge_lost'; reason: string }
  | { kind: 'pull_opened'; number: number; title: string }
);

export type NoticeKind = Notice['kind'];

/** Shown as one message. All are of one kind. */
export interface Group {
  kind: NoticeKind;
  notices: [Notice, ...Notice[]];
}

/** How much one wants to be told. */
export type NoticeLevel = 'all' | 'important' | 'none';
