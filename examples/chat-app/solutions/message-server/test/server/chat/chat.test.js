import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { chat } from '../../../src/server/chat/part.js';
import { openContext } from '../../../src/server/context.js';

describe('the chat', () => {
  let context;
  let routes;
  beforeEach(async () => {
    context = await openContext();
    ({ routes } = chat(context));
  });

  const call = (method, path, request) => {
    const { handle } = routes.find((route) => route.method === method && route.path === path);
    return handle({ user: { name: 'mina' }, query: new URLSearchParams(), ...request });
  };
  const messages = '/api/rooms/:room/messages';
  const post = (text, room = '1') => call('POST', messages, { params: { room }, body: { text } });

  test('stores a message and tells the room, in the order of arrival', () => {
    const news = [];
    context.events.on('news', (topic, { author, text }) => news.push([topic, author, text]));
    call('POST', '/api/rooms', { body: { name: 'tea' } });
    post('hello');
    post(' anyone? ');
    assert.deepEqual(news, [
      ['room-1', 'mina', 'hello'],
      ['room-1', 'mina', 'anyone?'],
    ]);
  });

  test('shows the latest messages, and older ones page by page', () => {
    call('POST', '/api/rooms', { body: { name: 'tea' } });
    for (let n = 1; n <= 5; n += 1) post(`message ${n}`);
    const check = (query, expected) => {
      const { body } = call('GET', messages, { params: { room: '1' }, query: new URLSearchParams(query) });
      assert.deepEqual([body.messages.map(({ id }) => id), body.hasOlder], expected);
    };
    check('limit=2', [[4, 5], true]);
    check('limit=2&before=4', [[2, 3], true]);
    check('limit=2&before=2', [[1], false]);
    check('limit=nonsense', [[1, 2, 3, 4, 5], false]);
  });

  test('refuses empty and long texts, rooms that are not there, and rooms that are', () => {
    call('POST', '/api/rooms', { body: { name: 'tea' } });
    assert.throws(() => post('  '), { status: 400 });
    assert.throws(() => post('x'.repeat(2001)), { status: 400 });
    assert.throws(() => post('hello', '2'), { status: 404 });
    assert.throws(() => call('POST', '/api/rooms', { body: { name: 'tea' } }), { status: 409 });
    assert.deepEqual(context.database.select('messages'), []);
  });
});
