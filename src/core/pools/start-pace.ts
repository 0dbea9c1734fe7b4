// When a runner may be started: agents that trip over each other when they begin at the same moment are begun one after the
// other, each program at its own pace. It tells moments and waits for none.
import { basename } from 'node:path';
import type { Assignment } from '../model/spirit.ts';

export interface StartPace {
  /** Books the next start of this assignment's agent. The moment on the clock that was asked with, in milliseconds. */
  book(assignment: Pick<Assignment, 'type' | 'payload'>, now: number): number;
}

export function createStartPace(): StartPace {
  /** By program: when the next one may start. */
  const next = new Map<string, number>();
  return {
    book({ type, payload: { agent, is_attended } }, now) {
      const { start_gap_ms = 0, argv } = agent;
      const isStarted = type === 'issue_assignment' && is_attended !== true && argv[0] !== undefined;
      if (!isStarted || start_gap_ms === 0) return now;
      const program = basename(argv[0] ?? '');
      const at = Math.max(now, next.get(program) ?? now);
      for (const [other, free] of next) if (free <= now) next.delete(other);
      next.set(program, at + start_gap_ms);
      return at;
    },
  };
}
