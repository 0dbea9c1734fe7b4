// What an agent lets us see while it works, whatever it speaks: pieces of text, steps, usage, refusals, its end. Drivers turn
// frames into these events; one recorder turns the events into a transcript that a person can read, and into usage.
import type { Usage } from '../model/evidence.ts';
import type { Reported } from './refusal.ts';

export type AgentEvent =
  /** The conversation has this id from here on. */
  | { kind: 'session'; id: string }
  /** A piece of what the agent says or thinks; it goes on where the last piece ended. */
  | { kind: 'text'; text: string }
  | { kind: 'thought'; text: string }
  /** A tool that was called, a plan, a notice: lines of their own. */
  | { kind: 'step'; text: string }
  /** A line on standard error: no part of what the agent says, and no sign that it works. */
  | { kind: 'aside'; text: string }
  /** `total` counts from the beginning of the conversation, `more` from the last report. */
  | { kind: 'spent'; usage: Usage; counts: 'total' | 'more' }
  /** Something that the agent wanted was refused. */
  | { kind: 'denied'; what: string }
  | { kind: 'failed'; report: Reported }
  /** The agent says that its turn is over. */
  | { kind: 'ended' };
