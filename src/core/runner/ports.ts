// What the runner needs of the rest of the world, in its own words. The folders beside it provide these shapes without
// knowing this file; the runner's shell puts them together.
import type { Clock } from '../base/clock.ts';
import type { OutputName } from '../base/exec.ts';
import type { Redactor } from '../base/redact.ts';
import type { Artifact, ArtifactKind, Usage } from '../model/evidence.ts';
import type { Failure } from '../model/failure.ts';
import type { Assignment } from '../model/spirit.ts';

/** Why a turn is taken: the work is new, a check of it has failed, or earlier work has met a base that moved on. */
export type TurnReason = 'first' | 'fix' | 'conflict';

export interface AgentTurn {
  /** 1 for the first turn, one more for every check that failed. */
  round: number;
  reason: TurnReason;
  prompt: string;
  /** The longest that the turn may take; the signal fires earlier when a limit is reached. */
  timeoutMs: number;
  signal: AbortSignal;
}

export type AgentOutcome = { kind: 'ended'; denied?: readonly string[] } | { kind: 'failed'; failure: Failure };

/** One conversation with one agent; disposing it ends whatever it keeps running between turns. */
export interface AgentSession extends AsyncDisposable {
  run(turn: AgentTurn): Promise<AgentOutcome>;
}

export interface AgentContext {
  assignment: Assignment;
  /** The whole environment of what is started, but for what the agent's own settings add. */
  env: Readonly<Record<string, string>>;
  onOutput: (chunk: string, stream: OutputName) => void;
  onUsage: (usage: Usage) => void;
}

export interface RunnerPorts {
  clock: Clock;
  startAgent(context: AgentContext): Promise<AgentSession>;
  storeArtifact(wanted: {
    dir: string;
    kind: ArtifactKind;
    name: string;
    content: string | Buffer;
    redactor: Redactor;
    clock: Clock;
  }): Promise<Artifact>;
}
