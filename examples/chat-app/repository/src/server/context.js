// What all parts share. Whoever has news says so with `events.emit('news', topic, news)`.
import { EventEmitter } from 'node:events';

export async function openContext() {
  return { events: new EventEmitter() };
}
