// The program of the extension's own thread (`dist/thread.mjs`): one for each window, for all its repositories. Where no thread can be
// started, the same file is loaded for what it exports.
import { parentPort } from 'node:worker_threads';
import { serve } from './serve.ts';
import type { FromThread, ToThread } from './wire.ts';

export { serve };

const server = serve((message) => parentPort?.postMessage(message));
parentPort?.on('message', (message: ToThread) => server.take(message));
parentPort?.postMessage({ kind: 'ready' } satisfies FromThread);
