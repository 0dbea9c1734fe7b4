// How NecroCode talks to a coding agent, whatever agent it is: a driver starts a session, and a session takes turns. A driver
// makes no promise about the work: exit 0 is not success, and the runner looks at the tree for itself.
import type { OutputName } from '../base/exec.ts';
import type { Usage } from '../model/evidence.ts';
import type { Failure } from '../model/failure.ts';
import type { Assignment, Conversation } from '../model/spirit.ts';

/** Why a turn is taken: the work is new, a check of it has failed, or earlier work has met a base that moved on. */
export type TurnReason = 'first' | 'fix' | 'conflict';

export interface AgentTurn {
  /** 1 for the first turn, one more for every check that failed. */
  round: number;
  reason: TurnReason;
  prompt: string;
  timeoutMs: number;
  signal: AbortSignal;
}

export type AgentOutcome =
  /** `denied` lists what the agent wanted and was refused, one line each. */
  { kind: 'ended'; denied?: readonly string[] } | { kind: 'failed'; failure: Failure };

/** One conversation. `run` throws Cancelled when the turn's signal fires; by then what the turn had started is dead. */
export interface AgentSession extends AsyncDisposable {
  run(turn: AgentTurn): Promise<AgentOutcome>;
  /** The agent's own id of the conversation, where it has told one: a person can take it up. */
  sessionId?(): string | undefined;
  /** What the agent has counted since the beginning of that. */
  counted?(): Usage;
}

/** Command lines of a playbook that have to succeed. */
export interface Check {
  /** `true`: the task's own. */
  commands: true | readonly string[];
  round: number;
  /** Applied to every argument after a line was split. */
  fill: (text: string) => string;
  signal: AbortSignal;
}

/** What an agent prints is a sign that it works, unless it stands beside the work: warnings, and errors that it tries to get over. */
export interface AboutOutput {
  isAside: boolean;
}

export interface AgentContext {
  assignment: Assignment;
  /** Of an earlier attempt, whose work lies in the slot: it is gone on in where the agent can. */
  goesOn?: Conversation | undefined;
  /** The whole environment of what is started; the agent's own settings are added by the driver. */
  env: Readonly<Record<string, string>>;
  onOutput: (chunk: string, stream: OutputName, about?: AboutOutput) => void;
  onUsage: (usage: Usage) => void;
  /** Part of the attempt's evidence, whatever comes of it. Tells what was found when something failed. */
  check: (wanted: Check) => Promise<Failure | undefined>;
}

export type Driver = (context: AgentContext) => Promise<AgentSession>;

/** How long a program may clean up after TERM. */
export const agentGraceMs = 3000;

export function failed(kind: Failure['kind'], message: string, evidence?: string): AgentOutcome {
  return { kind: 'failed', failure: { kind, message, ...(evidence === undefined ? {} : { evidence }) } };
}

/** A session that can do nothing, and says why. The kind is one that is not tried again. */
export function unavailable(message: string): AgentSession {
  return {
    run: async () => failed('permission_denied', message),
    [Symbol.asyncDispose]: async () => {},
  };
}
