// The parts whose answers stay open. Their routes have `open(request, response)` in place of `handle`.
import { realtime } from './realtime/stream.js';

export const streams = [realtime];
