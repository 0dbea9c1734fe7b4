// One conversation with one agent process, from its start to its end: initialize, a new session, prompts. The process belongs to
// the conversation; disposing ends its whole tree. A session of another process is never loaded: agents hang on it.
import { onAbort, withDeadline } from '../../base/abort.ts';
import { createUndo } from '../../base/undo.ts';
import { chooseWays } from './choose.ts';
import { newSessionSchema, promptAnswerSchema } from './frames.ts';
import { introduce } from './introduce.ts';
import { startLink } from './link.ts';
import type { LinkOptions } from './link.ts';
import { eventsOfAnswer } from './updates.ts';

export interface Conversation extends AsyncDisposable {
  isOpen(): boolean;
  /** The reason for which the agent stopped. @throws AgentFailed, the protocol's error, or what the signal carries. */
  prompt(text: string, signal: AbortSignal): Promise<string | undefined>;
}

/** Kiro was seen to take 23 s. */
const initializeMsMax = 60_000;
const newSessionMsMax = 120_000;

export async function openConversation(options: LinkOptions & { signal: AbortSignal }): Promise<Conversation> {
  const { context, recorder, signal } = options;
  const { agent, slot } = context.assignment.payload;
  await using undo = createUndo();
  const link = undo.use(await startLink(options));
  const { ask } = link;

  await withDeadline({ ms: initializeMsMax, what: 'initialize', signal }, (within) =>
    ask('initialize', introduce(agent), within),
  );
  const wanted = { cwd: slot.path, mcpServers: [], ...modeOfKiro(agent.options?.mode) };
  const answer = await withDeadline({ ms: newSessionMsMax, what: 'session/new', signal }, (within) =>
    ask('session/new', wanted, within),
  );
  const session = newSessionSchema.parse(answer);
  const { sessionId } = session;
  recorder.record([{ kind: 'session', id: sessionId }]);
  await chooseWays((method, params) => ask(method, params, signal), session, agent);

  const held = undo.move();
  return {
    isOpen: link.isOpen,
    async prompt(text, turnSignal) {
      using _cancel = onAbort(turnSignal, () => link.cancel(sessionId));
      const answered = await ask('session/prompt', { sessionId, prompt: [{ type: 'text', text }] }, turnSignal);
      recorder.record(eventsOfAnswer(answered));
      return promptAnswerSchema.safeParse(answered).data?.stopReason;
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

/** Kiro's second engine takes the mode with the new session; others pass over what stands under `_meta`. */
function modeOfKiro(mode: string | undefined): { _meta?: { kiro: { modeId: string } } } {
  return mode === undefined ? {} : { _meta: { kiro: { modeId: mode } } };
}
