// How every other process speaks to the controller: a request in the inbox, a ring at the door, and the answer as an event.
// When nobody owns the registry, the asker starts a controller, or becomes the owner for the moment that the request takes.
import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { anySignal } from '../base/abort.ts';
import { InvariantError, UserError } from '../base/errors.ts';
import type { Language } from '../base/text.ts';
import type { RegistryEvent } from '../model/events.ts';
import type { Request } from '../model/requests.ts';
import { damageIn, followEvents, readState, submitRequest, withdrawRequest } from '../registry/registry.ts';
import { answerInbox } from './controller.ts';
import { startController } from './controller-process.ts';
import { keepAnswered } from './keep-answered.ts';
import type { Place } from './place.ts';

/** A request without the fields that say who asks, and when. */
export type Asked = Request extends infer R ? (R extends Request ? Omit<R, 'request_id' | 'by' | 'at'> : never) : never;

export interface SubmitOptions {
  /** Start a controller that carries out what follows, when none runs. */
  startsController: boolean;
  /** The last event that the asker has seen: a registry that has not come so far is no longer the one that was asked before. */
  knownSeq?: number;
  signal?: AbortSignal;
}

export interface Answer {
  message: Record<Language, string>;
  /** The event that answered: what follows from the request comes after it, or just before. */
  event: RegistryEvent<'RequestAccepted'>;
  /** The last event before the request was made: following from here misses nothing that it caused. */
  sinceSeq: number;
}

const answerMsMax = 60_000;

/**
 * Resolves when the request is carried out. Throws a UserError with the controller's words when it is refused, and at once
 * when the registry is damaged or has lost what it held: nobody could answer.
 */
export async function submit(place: Place, asked: Asked, options: SubmitOptions): Promise<Answer> {
  const request: Request = { ...asked, request_id: randomUUID(), by: userInfo().username, at: Date.now() };
  const { state, problems } = await readState(place.registryDir);
  const damage = damageIn(problems);
  if (damage !== undefined) throw damage;
  const { knownSeq = 0 } = options;
  if (state.seq < knownSeq) {
    throw new UserError(`The registry ends at event ${state.seq}, although it had come to event ${knownSeq}.`, {
      hint: 'Something has deleted or replaced .kiro/registry. What was finished is on its branches; asking again begins anew.',
      ja: {
        message: `レジストリはイベント ${state.seq} で終わっていますが、以前はイベント ${knownSeq} までありました。`,
        hint: '.kiro/registry が削除されたか置き換えられました。完了した作業はブランチに残っています。もう一度実行すると最初から始まります。',
      },
    });
  }
  const start = () => (options.startsController ? startController(place) : answerInbox(place));
  const event = await ask(place, request, { sinceSeq: state.seq, start, signal: options.signal });
  if (event.type === 'RequestRefused') {
    const { message, hint, ja } = event.data;
    throw new UserError(message, { hint, ja });
  }
  const { message: en = '', ja = en } = event.data;
  return { message: { en, ja }, event, sinceSeq: state.seq };
}

async function ask(place: Place, request: Request, awaiting: Awaiting): Promise<AnswerEvent> {
  try {
    if (!(await submitRequest(place.registryDir, request))) await awaiting.start();
    return await answeredBy(place, request, awaiting);
  } catch (error) {
    // A later controller must not carry out what its asker has given up.
    await withdrawRequest(place.registryDir, request);
    throw error;
  }
}

interface Awaiting {
  sinceSeq: number;
  start: () => Promise<void>;
  signal: AbortSignal | undefined;
}

async function answeredBy(place: Place, { request_id }: Request, awaiting: Awaiting): Promise<AnswerEvent> {
  const [answered, unanswerable] = [new AbortController(), new AbortController()];
  const signal = anySignal(AbortSignal.timeout(answerMsMax), unanswerable.signal, awaiting.signal);
  const keeping = keepAnswered(place, { start: awaiting.start, signal: anySignal(signal, answered.signal) });
  const watched = keeping.catch((error: unknown) => unanswerable.abort(error));
  try {
    return await answerOf(place, request_id, awaiting.sinceSeq, signal);
  } finally {
    answered.abort();
    await watched;
  }
}

type AnswerEvent = RegistryEvent<'RequestAccepted'> | RegistryEvent<'RequestRefused'>;

async function answerOf(place: Place, request_id: string, sinceSeq: number, signal: AbortSignal): Promise<AnswerEvent> {
  for await (const event of followEvents(place.registryDir, { sinceSeq, signal, pollMs: 50 })) {
    if (isAnswer(event) && event.data.request_id === request_id) return event;
  }
  if (signal.reason instanceof Error && signal.reason.name !== 'TimeoutError') throw signal.reason;
  throw new InvariantError(
    `The controller has not answered within ${answerMsMax / 1000} s; see .kiro/registry/controller.log.`,
  );
}

function isAnswer(event: RegistryEvent): event is AnswerEvent {
  return event.type === 'RequestAccepted' || event.type === 'RequestRefused';
}
