import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sendText } from '../../../src/web/chat/composer.js';
import { follow } from '../../../src/web/chat/connection.js';
import { addMessages, addPage, emptyTimeline, keptPlace } from '../../../src/web/chat/timeline.js';

const message = (id) => ({ id, text: `message ${id}` });

describe('the chat screen', () => {
  test('shows each message once and in order, whichever way it came', () => {
    let timeline = addPage(emptyTimeline, { messages: [message(3), message(4)], hasOlder: true });
    timeline = addMessages(timeline, [message(5), message(4)]);
    timeline = addPage(timeline, { messages: [message(1), message(2)], hasOlder: false });
    timeline = addPage(timeline, { messages: [message(4), message(5)], hasOlder: true });
    assert.deepEqual(timeline, { messages: [1, 2, 3, 4, 5].map(message), hasOlder: false });
  });

  test('keeps its place while older messages load', () => {
    assert.equal(keptPlace({ scrollTop: 40, scrollHeight: 500 }, 800), 340);
  });

  test('empties the input only when the message has arrived', async () => {
    const fails = async () => Promise.reject(new Error('The server is away.'));
    assert.deepEqual(await sendText('hello', async () => {}), { text: '', problem: '' });
    assert.deepEqual(await sendText('hello', fails), { text: 'hello', problem: 'The server is away.' });
    assert.deepEqual(await sendText(' ', fails), { text: ' ', problem: 'Write something first.' });
  });

  test('comes back with growing delays, and fetches what it missed each time', () => {
    const sources = [];
    const delays = [];
    let fetched = 0;
    const leave = follow('room-1', {
      onNews: () => {},
      onOpen: () => (fetched += 1),
      open: (url) => sources[sources.push({ url, close() {} }) - 1],
      later: (connect, delay) => {
        delays.push(delay);
        connect();
      },
    });
    for (let n = 0; n < 8; n += 1) sources.at(-1).onerror();
    assert.deepEqual(delays, [500, 1000, 2000, 4000, 8000, 16000, 30000, 30000]);
    sources.at(-1).onopen();
    sources.at(-1).onerror();
    assert.deepEqual([delays.at(-1), fetched, sources[0].url], [500, 1, '/api/events/room-1']);
    leave();
    const { length } = sources;
    sources.at(-1).onerror();
    assert.equal(sources.length, length);
  });
});
