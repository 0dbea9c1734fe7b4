// Turns the events of an agent into a readable transcript and into usage. Pieces of text flow on; everything else stands on
// lines of its own. Usage is passed on as what was added since the last report; what was not reported stays unsaid.
import type { Usage } from '../model/evidence.ts';
import type { Conversation } from '../model/spirit.ts';
import type { AgentEvent } from './agent-event.ts';
import type { AboutOutput, AgentContext } from './driver.ts';
import type { Reported } from './refusal.ts';

/** What a turn has shown so far. */
export interface TurnRecord {
  denied: string[];
  /** Errors, in the order in which they were told. */
  reports: Reported[];
  hasEnded: boolean;
  /** The agent has said or used something, be it little. */
  hasBegun: boolean;
}

export interface Recorder {
  /** Begins to collect for a new turn. */
  begin(): TurnRecord;
  /** Another conversation begins, or goes on: what is counted from the beginning of one starts where it has come to. */
  beginAnew(earlier?: Pick<Conversation, 'session' | 'counted'>): void;
  /** Until it is disposed, the agent tells again what it has told before. */
  replay(): Disposable;
  isReplaying(): boolean;
  record(events: readonly AgentEvent[]): void;
  /** Ends the line that is open, since others print after a turn. */
  settle(): void;
  /** The newest id of the conversation that was seen. */
  sessionId(): string | undefined;
  /** What has been counted since the beginning of the conversation. */
  counted(): Usage;
}

const usageFields = ['input_tokens', 'output_tokens', 'cost_usd', 'credits'] as const;
const deniedShownMax = 100;
/** An agent whose model cannot be reached may tell of it again and again, for ever. */
const aside: AboutOutput = { isAside: true };

export function createRecorder({ onOutput, onUsage }: Pick<AgentContext, 'onOutput' | 'onUsage'>): Recorder {
  let turn = newTurn();
  let sessionId: string | undefined;
  let flow: 'text' | 'thought' | undefined;
  let isLineOpen = false;
  let isReplaying = false;
  let totals: Usage = {};

  const write = (text: string, about?: AboutOutput): void => {
    onOutput(text, 'stdout', about);
    isLineOpen = !text.endsWith('\n');
  };
  const stepOut = (text: string, about?: AboutOutput): void => {
    flow = undefined;
    write(`${isLineOpen ? '\n' : ''}${text}\n`, about);
  };
  const flowOut = (kind: 'text' | 'thought', text: string): void => {
    if (text === '') return;
    const lead = flow === kind ? '' : `${isLineOpen ? '\n' : ''}${kind === 'thought' ? '[thinking] ' : ''}`;
    flow = kind;
    write(lead + text);
  };
  const one = (event: AgentEvent): void => {
    turn.hasBegun ||= isWork(event);
    switch (event.kind) {
      case 'session':
        if (isSessionId(event.id)) sessionId = event.id;
        return;
      case 'text':
      case 'thought':
        return flowOut(event.kind, event.text);
      case 'step':
        return stepOut(event.text);
      case 'aside':
        return stepOut(`[stderr] ${event.text}`, aside);
      case 'spent': {
        const more = event.counts === 'more' ? event.usage : addedSince(totals, event.usage);
        if (Object.keys(more).length > 0) onUsage(more);
        return;
      }
      case 'denied':
        if (turn.denied.length < deniedShownMax) turn.denied.push(event.what);
        return stepOut(`[denied] ${event.what}`);
      case 'failed':
        turn.reports.push(event.report);
        return stepOut(`[failed] ${event.report.message}`, aside);
      case 'ended':
        turn.hasEnded = true;
        return;
    }
  };
  return {
    begin: () => (turn = newTurn()),
    beginAnew(earlier) {
      sessionId = earlier?.session;
      totals = { ...earlier?.counted };
    },
    replay() {
      isReplaying = true;
      return { [Symbol.dispose]: () => void (isReplaying = false) };
    },
    isReplaying: () => isReplaying,
    record: (events) => events.forEach(one),
    settle() {
      flow = undefined;
      if (isLineOpen) write('\n');
    },
    sessionId: () => sessionId,
    counted: () => ({ ...totals }),
  };
}

function newTurn(): TurnRecord {
  return { denied: [], reports: [], hasEnded: false, hasBegun: false };
}

/** Steps are not counted: a line that no reader knows is one, too. */
function isWork(event: AgentEvent): boolean {
  if (event.kind === 'spent') return Object.values(event.usage).some((used) => (used ?? 0) > 0);
  return event.kind === 'text' || event.kind === 'thought';
}

/** The agent itself has said it: what reads like a flag is none. */
export function isSessionId(text: string): boolean {
  return /^[A-Za-z0-9][\w.:-]{0,199}$/.test(text);
}

export function asideOf(line: string): AgentEvent[] {
  return line.trim() === '' ? [] : [{ kind: 'aside', text: line.trimEnd() }];
}

/** A total that is smaller than the last one belongs to a count that began anew. */
function addedSince(totals: Usage, usage: Usage): Usage {
  const added: Usage = {};
  for (const field of usageFields) {
    const total = usage[field];
    if (total === undefined) continue;
    const last = totals[field] ?? 0;
    const more = total >= last ? total - last : total;
    totals[field] = total;
    if (more > 0) added[field] = more;
  }
  return added;
}
