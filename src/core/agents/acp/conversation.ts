// One conversation with one agent process, from its start to its end: initialize, a session, prompts. The process belongs to
// the conversation; disposing ends its whole tree. The session is new, or that of an earlier attempt whose process is dead: on one
// that another process has, agents hang.
import { onAbort, withDeadline } from '../../base/abort.ts';
import { createUndo } from '../../base/undo.ts';
import type { Conversation as EarlierConversation } from '../../model/spirit.ts';
import { chooseWays } from './choose.ts';
import { newSessionSchema, promptAnswerSchema } from './frames.ts';
import { introduce } from './introduce.ts';
import { startLink } from './link.ts';
import type { Link, LinkOptions } from './link.ts';
import { NotTakenUp, takeUp, wayToTakeUp } from './take-up.ts';
import type { WayToTakeUp } from './take-up.ts';
import { eventsOfAnswer } from './updates.ts';

export interface Conversation extends AsyncDisposable {
  isOpen(): boolean;
  /** The reason for which the agent stopped. @throws AgentFailed, the protocol's error, or what the signal carries. */
  prompt(text: string, signal: AbortSignal): Promise<string | undefined>;
}

/** Kiro was seen to take 23 s. */
const initializeMsMax = 60_000;
const newSessionMsMax = 120_000;

type Opening = LinkOptions & {
  /** To go on in, where the agent can. */
  earlier?: EarlierConversation | undefined;
  signal: AbortSignal;
};

export async function openConversation(options: Opening): Promise<Conversation> {
  try {
    return await converse(options);
  } catch (error) {
    if (!(error instanceof NotTakenUp)) throw error;
    const text = `[conversation] the earlier one could not be taken up (${error.message}); a new one begins`;
    options.recorder.record([{ kind: 'step', text }]);
    return await converse({ ...options, earlier: undefined });
  }
}

async function converse(options: Opening): Promise<Conversation> {
  const { context, recorder, earlier, signal } = options;
  const { agent, slot } = context.assignment.payload;
  // Until the first prompt: even what comes late is of the past.
  using _replay = earlier === undefined ? undefined : recorder.replay();
  await using undo = createUndo();
  const link = undo.use(await startLink(options));
  const { ask } = link;

  const introduced = await withDeadline({ ms: initializeMsMax, what: 'initialize', signal }, (within) =>
    ask('initialize', introduce(agent), within),
  );
  const wanted = { cwd: slot.path, mcpServers: [], ...modeOfKiro(agent.options?.mode) };
  const way = earlier === undefined ? undefined : wayToTakeUp(introduced);
  const sessionId =
    earlier === undefined || way === undefined
      ? await beginSession(link, { wanted, options })
      : await goOn(link, { way, wanted, earlier, options });

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

interface Wanted {
  wanted: { cwd: string };
  options: Opening;
}

async function beginSession(
  { ask }: Link,
  { wanted, options: { context, recorder, signal } }: Wanted,
): Promise<string> {
  recorder.beginAnew();
  const answer = await withDeadline({ ms: newSessionMsMax, what: 'session/new', signal }, (within) =>
    ask('session/new', wanted, within),
  );
  const session = newSessionSchema.parse(answer);
  recorder.record([{ kind: 'session', id: session.sessionId }]);
  await chooseWays((method, params) => ask(method, params, signal), session, context.assignment.payload.agent);
  return session.sessionId;
}

async function goOn(
  link: Link,
  { way, wanted, earlier, options }: Wanted & { way: WayToTakeUp; earlier: EarlierConversation },
): Promise<string> {
  const { context, recorder, signal } = options;
  const { session: sessionId } = earlier;
  recorder.beginAnew(earlier);
  await takeUp(link, way, { wanted: { ...wanted, sessionId }, payload: context.assignment.payload, signal });
  recorder.record([{ kind: 'step', text: '[conversation] goes on where the earlier attempt has left it' }]);
  return sessionId;
}

/** Kiro's second engine takes the mode with the new session; others pass over what stands under `_meta`. */
function modeOfKiro(mode: string | undefined): { _meta?: { kiro: { modeId: string } } } {
  return mode === undefined ? {} : { _meta: { kiro: { modeId: mode } } };
}
