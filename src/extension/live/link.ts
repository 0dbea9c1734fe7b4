// The line to our own thread. It is started when it is first needed, and again should it end; where none can be started, the
// same work is done beside the rest of the extension, which is slower to use but complete.
import { Worker, SHARE_ENV } from 'node:worker_threads';
import { Cancelled, messageOf } from '../../core/base/errors.ts';
import type { Place } from '../../core/necrocode.ts';
import { createCalls } from './calls.ts';
import type { Core } from './core.ts';
import type { Server } from './serve.ts';
import type { FromThread, Piece, ToThread } from './wire.ts';

export interface Link extends Disposable {
  core: Core;
  /** The next piece is sent when `take` has settled; when it rejects, everything is sent anew. */
  follow(place: Place, take: (piece: Piece) => Promise<void>): Disposable;
}

export interface LinkOptions {
  /** Path of `thread.mjs`. */
  program: string;
  log: (message: string) => void;
}

interface Following {
  place: Place;
  take: (piece: Piece) => Promise<void>;
}

interface Other extends Disposable {
  post(message: ToThread): void;
}

/** A thread that ends is made good by another, so many times; after that, and where none starts, the work is done here. */
const threadsMax = 3;

export function openLink({ program, log }: LinkOptions): Link {
  const followings = new Map<number, Following>();
  let other: Other | undefined;
  let threads = 0;
  let lastId = 0;
  let isDisposed = false;

  const post = (message: ToThread): void => {
    if (isDisposed) return;
    other ??= connect();
    other.post(message);
  };
  const calls = createCalls(post);

  const take = (message: FromThread): void => {
    if (message.kind === 'ready') return;
    if (message.kind !== 'piece') return calls.take(message);
    const following = followings.get(message.id);
    following?.take(message.piece).then(
      () => post({ kind: 'more', id: message.id }),
      (error: unknown) => {
        log(`What was told cannot be followed, so it is read anew: ${messageOf(error)}`);
        followAgain(message.id);
      },
    );
  };
  const followAgain = (id: number): void => {
    const following = followings.get(id);
    if (following === undefined) return;
    post({ kind: 'unfollow', id });
    post({ kind: 'follow', id, place: following.place });
  };

  const connect = (): Other => {
    threads += 1;
    return threads > threadsMax ? workHere({ take, failed }) : startThread(program, { take, neverBegan, ended });
  };
  const neverBegan = (why: string, unheard: readonly ToThread[]): void => {
    if (isDisposed) return;
    log(`No thread can be started, so its work is done here: ${why}`);
    other = workHere({ take, failed });
    for (const message of unheard) other.post(message);
  };
  const ended = (why: string): void => {
    if (isDisposed) return;
    log(`The thread has ended: ${why}`);
    other = undefined;
    calls.fail(new Error(`It was cut off: ${why}`));
    for (const [id, { place }] of followings) post({ kind: 'follow', id, place });
  };
  const failed = (error: unknown): void => {
    log(`Nothing can be done here: ${messageOf(error)}`);
    calls.fail(new Error(messageOf(error)));
  };

  return {
    core: calls.core,
    follow(place, taker) {
      const id = (lastId += 1);
      followings.set(id, { place, take: taker });
      post({ kind: 'follow', id, place });
      return {
        [Symbol.dispose]() {
          if (followings.delete(id)) post({ kind: 'unfollow', id });
        },
      };
    },
    [Symbol.dispose]() {
      isDisposed = true;
      other?.[Symbol.dispose]();
      calls.fail(new Cancelled('The extension is being stopped.'));
    },
  };
}

interface Ears {
  take: (message: FromThread) => void;
  /** With everything that was said to it. */
  neverBegan: (why: string, unheard: readonly ToThread[]) => void;
  ended: (why: string) => void;
}

function startThread(program: string, { take, neverBegan, ended }: Ears): Other {
  let unheard: ToThread[] | undefined = [];
  let why: string | undefined;
  let worker: Worker | undefined;
  const over = (status: string): void => {
    if (unheard === undefined) ended(why ?? status);
    else neverBegan(why ?? status, unheard);
  };
  try {
    worker = new Worker(program, { env: SHARE_ENV, execArgv: [], name: 'NecroCode' });
    worker.on('message', (message: FromThread) => {
      if (message.kind === 'ready') unheard = undefined;
      take(message);
    });
    worker.on('error', (error) => (why = messageOf(error)));
    worker.on('exit', (status) => over(`status ${status}`));
    // The editor must not wait for it.
    worker.unref();
  } catch (error) {
    setImmediate(over, messageOf(error));
  }
  return {
    post(message) {
      unheard?.push(message);
      worker?.postMessage(message);
    },
    [Symbol.dispose]() {
      worker?.removeAllListeners();
      worker?.terminate().catch(() => undefined);
    },
  };
}

interface OwnEars extends Pick<Ears, 'take'> {
  failed: (error: unknown) => void;
}

/** Messages are taken in their order, each in a turn of its own, as a thread would. */
function workHere({ take, failed }: OwnEars): Other {
  const serving = import('./serve.ts').then(({ serve }) => serve((message) => setImmediate(take, message)));
  const use = (work: (server: Server) => void): void => {
    serving.then(work).catch(failed);
  };
  return {
    post: (message) => use((server) => server.take(message)),
    [Symbol.dispose]: () => use((server) => server.stop()),
  };
}
