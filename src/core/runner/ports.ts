// What the runner needs of the rest of the world, in its own words. The folders beside it provide these shapes without
// knowing this file; the runner's shell puts them together.
import type { Clock } from '../base/clock.ts';
import type { OutputName } from '../base/exec.ts';
import type { Redactor } from '../base/redact.ts';
import type { Artifact, ArtifactKind, Usage } from '../model/evidence.ts';
import type { Failure } from '../model/failure.ts';
import type { Assignment, Conversation } from '../model/spirit.ts';

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
  /** The agent's own id of the conversation, where it has told one. */
  sessionId?(): string | undefined;
  /** What the agent has counted since the beginning of that. */
  counted?(): Usage;
}

/** Command lines in the middle of a turn that have to succeed. */
export interface Check {
  /** `true`: the task's own. */
  commands: true | readonly string[];
  round: number;
  /** Applied to every argument after a line was split. */
  fill: (text: string) => string;
  signal: AbortSignal;
}

export interface AgentContext {
  assignment: Assignment;
  /** Of an earlier attempt, whose work lies in the slot: it is gone on in where the agent can. */
  goesOn?: Conversation | undefined;
  /** The whole environment of what is started, but for what the agent's own settings add. */
  env: Readonly<Record<string, string>>;
  /** What stands beside the work is no sign that the agent works. */
  onOutput: (chunk: string, stream: OutputName, about?: { isAside: boolean }) => void;
  onUsage: (usage: Usage) => void;
  /** Runs them on the tree as it stands, as a part of the evidence. Tells what was found when something failed. */
  check: (wanted: Check) => Promise<Failure | undefined>;
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
