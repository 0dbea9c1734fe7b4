// What all parts share. Whoever has news says so with `events.emit('news', topic, news)`.
import { EventEmitter } from 'node:events';
import { openDatabase } from './database/database.js';

/** Without a file nothing outlives the process. */
export async function openContext({ file } = {}) {
  return { events: new EventEmitter(), database: await openDatabase({ file }) };
}
