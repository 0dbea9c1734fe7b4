// What a planning by an agent needs of the rest of the world: a working directory, and one conversation with an agent in it. Who
// provides them sees to limits, transcript and a clean end.
import type { Usage } from '../../model/evidence.ts';
import type { Failure } from '../../model/failure.ts';
import type { Language } from '../feature.ts';

export type TurnEnd =
  /** `denied` lists what the agent wanted and was refused, one line each. It says nothing of the work. */
  { kind: 'ended'; denied: readonly string[] } | { kind: 'failed'; failure: Failure };

export interface WantedSlot {
  specId: string;
  language: Language;
  /** Hears the last line that the agent has printed. */
  onText: (line: string) => void;
  signal: AbortSignal;
}

export interface PlanningSlot extends AsyncDisposable {
  /** Absolute path of a fresh checkout that is thrown away afterwards. */
  readonly path: string;
  /** One turn of the conversation, from the prompt to the agent's end. @throws Cancelled; by then what it had started is dead. */
  converse(prompt: string, signal: AbortSignal): Promise<TurnEnd>;
  /** What the agent says it has used so far; what it does not report is absent. */
  spent(): Usage;
  /** Where its words are kept, as a path below the main worktree. */
  readonly transcript: string | undefined;
}
