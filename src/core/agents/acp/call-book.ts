// Remembers what each tool call has told about itself so far. Agents spread a call over several frames, and some begin with a
// permission request or with its end; whatever frame comes first opens the entry. The oldest entries make room for new ones.
import { toolCallSchema } from './frames.ts';
import type { ToolCall } from './frames.ts';

export interface CallBook {
  /** The call with everything that is known of it, this frame included. */
  add(sessionId: string, frame: ToolCall): ToolCall;
  /** Whether the end of some call has not been told yet. */
  isAnyOpen(): boolean;
}

const callsMax = 1000;

export function createCallBook(): CallBook {
  const calls = new Map<string, ToolCall>();
  return {
    add(sessionId, frame) {
      const key = JSON.stringify([sessionId, frame.toolCallId]);
      const call = toolCallSchema.parse({ ...calls.get(key), ...whatIsTold(frame) });
      calls.delete(key);
      calls.set(key, call);
      const [oldest] = calls.keys();
      if (calls.size > callsMax && oldest !== undefined) calls.delete(oldest);
      return call;
    },
    isAnyOpen: () => calls.values().some(({ status }) => status === 'pending' || status === 'in_progress'),
  };
}

/** An empty input or title says nothing, and takes nothing back. */
function whatIsTold(frame: ToolCall): Record<string, unknown> {
  return Object.fromEntries(Object.entries(frame).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
