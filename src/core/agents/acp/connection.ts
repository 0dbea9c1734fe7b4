// The connection to one agent process: who answers what the agent asks, and what becomes of what it tells. Unknown requests are
// refused by the protocol's own error, unknown notifications are passed by; nothing that an agent sends can throw in here.
import { Readable, Writable } from 'node:stream';
import * as acp from '@agentclientprotocol/sdk';
import type { StartedProgram } from '../../base/start-program.ts';
import { AgentFailed } from '../agent-failed.ts';
import type { AgentEvent } from '../agent-event.ts';
import { failureOfReport } from '../refusal.ts';
import { readAskedAction } from './asked-action.ts';
import type { CallBook } from './call-book.ts';
import { notificationSchema, permissionSchema, toolCallSchema } from './frames.ts';
import { chooseOption, judge } from './judge.ts';
import type { House, PermissionOutcome } from './judge.ts';
import { eventsOfKiroMetadata, eventsOfUpdate } from './updates.ts';

export interface ConnectionOptions {
  agent: string;
  house: House;
  record: (events: readonly AgentEvent[]) => void;
  /** One for all frames: a permission is often asked for in fewer words than the call was announced with. */
  book: CallBook;
  /** Hears of every frame in which the agent tells about its work. */
  onProgress: () => void;
  /** The conversation's own id; undefined until there is one. Updates under another id are those of a subagent. */
  ownSession: () => string | undefined;
  /** Then the agent tells what an earlier process of it has done: nothing of that happens now. */
  isReplaying: () => boolean;
  /** Then every question is answered with `cancelled`. */
  isStopping: () => boolean;
  /** Ends the turn. */
  fail: (error: AgentFailed) => void;
  now: () => number;
}

/** A turn that is refused more often than this goes nowhere. */
const deniedMax = 60;
const subagentsNamedMax = 100;

export function connectTo(program: StartedProgram, options: ConnectionOptions): acp.ClientConnection {
  const answer = createAnswering(options);
  const show = createShowing(options);
  const notices = kiroNotices(options);
  return acp
    .client({ name: 'necrocode' })
    .onRequest('session/request_permission', asIs, async ({ params }) => ({ outcome: await answer(params) }))
    .onRequest('_kiro/terminal/shell_type', asIs, () => ({ shellType: 'bash' }))
    .onRequest('*', ({ method }) => {
      options.record([{ kind: 'step', text: `[refused] the request ${method}, which is not offered` }]);
      throw acp.RequestError.methodNotFound(method);
    })
    .onNotification('*', ({ method, params }) => notices[method]?.(params))
    .connect(divertUpdates(acp.ndJsonStream(Writable.toWeb(program.stdin), Readable.toWeb(program.stdout)), show));
}

/** The protocol's own parsers refuse whole frames for one field that they do not know. */
function asIs(params: unknown): unknown {
  return params;
}

/** Takes the updates out of the stream, in their order: the library would drop each of a kind that it does not know. */
function divertUpdates({ readable, writable }: acp.Stream, show: (params: unknown) => void): acp.Stream {
  const rest = new TransformStream<acp.AnyMessage, acp.AnyMessage>({
    transform(message, passed) {
      if ('method' in message && message.method === 'session/update' && !('id' in message)) show(message.params);
      else passed.enqueue(message);
    },
  });
  return { readable: readable.pipeThrough(rest), writable };
}

function createAnswering({ agent, house, record, book, isStopping, fail }: ConnectionOptions) {
  let denied = 0;
  return async (params: unknown): Promise<PermissionOutcome> => {
    const request = permissionSchema.safeParse(params).data;
    if (request === undefined) return { outcome: 'cancelled' };
    const call = book.add(request.sessionId ?? '', request.toolCall);
    const action = await readAskedAction(call, house.root);
    if (isStopping()) return { outcome: 'cancelled' };
    const verdict = judge(action, house);
    const title = action.title.replace(/\s+/g, ' ').slice(0, 300);
    record([
      verdict.isAllowed
        ? { kind: 'step', text: `[allowed] ${title}` }
        : { kind: 'denied', what: `${title} – ${verdict.why}` },
    ]);
    if (!verdict.isAllowed && ++denied > deniedMax) {
      const message = `The agent "${agent}" asked ${String(denied)} times for what it may not do, and was stopped.`;
      fail(new AgentFailed({ kind: 'permission_denied', message, evidence: verdict.why }));
    }
    return chooseOption(request, verdict);
  };
}

/** Frames of a subagent come over the same pipe under another id; they are shown, each under its own name. */
function createShowing({ record, book, ownSession, isReplaying, onProgress }: ConnectionOptions) {
  const others = new Map<string, string>();
  const nameOf = (id: string): string => {
    const name = others.get(id) ?? `subagent ${String(others.size + 1)}`;
    if (others.size < subagentsNamedMax) others.set(id, name);
    return name;
  };
  return (params: unknown): void => {
    const { sessionId, update } = notificationSchema.safeParse(params).data ?? {};
    if (sessionId === undefined || update === undefined) return;
    onProgress();
    if (isReplaying()) return;
    const call = update.sessionUpdate.startsWith('tool_call') ? toolCallSchema.safeParse(update).data : undefined;
    const merged = call === undefined ? update : { ...update, ...book.add(sessionId, call) };
    const events = eventsOfUpdate(merged);
    const own = ownSession();
    if (own === undefined || own === sessionId) return record(events);
    const name = nameOf(sessionId);
    // Only steps: its texts would run into those of the agent that it works for. What it spends, the agent itself reports.
    record(events.flatMap((event) => (event.kind === 'step' ? [{ ...event, text: `(${name}) ${event.text}` }] : [])));
  };
}

/** What Kiro tells beside the protocol. Its documentation names more; those are only noise here. */
function kiroNotices({ agent, record, fail, now }: ConnectionOptions): Record<string, (params: unknown) => void> {
  const say = (text: string) => (params: unknown) =>
    record([{ kind: 'step', text: `[notice] ${text}: ${JSON.stringify(params).slice(0, 300)}` }]);
  return {
    '_kiro.dev/metadata': (params) => record(eventsOfKiroMetadata(params)),
    '_kiro.dev/error/rate_limit': (params) => {
      const report = { message: 'rate limit reached', details: params };
      fail(new AgentFailed(failureOfReport(agent, report, { now: now() })));
    },
    '_kiro.dev/agent/not_found': say('the agent profile was not found'),
    '_kiro.dev/agent/config_error': say('the agent profile is wrong'),
    '_kiro.dev/model/not_found': say('the model was not found'),
  };
}
