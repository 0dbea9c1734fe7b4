import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createApp } from '../../src/server/app.js';
import { openContext } from '../../src/server/context.js';
import { visitor } from './visitor.js';

describe('the app', () => {
  let app;
  let origin;
  before(async () => {
    app = createApp(await openContext());
    await new Promise((resolve) => app.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${app.address().port}`;
  });
  after(async () => {
    app.closeAllConnections();
    await new Promise((resolve) => app.close(resolve));
  });

  test('lets nobody in who is not signed in', async () => {
    const stranger = visitor(origin);
    for (const path of ['/api/rooms', '/api/rooms/1/messages', '/api/events/room-1', '/api/me']) {
      assert.deepEqual(await stranger.call('GET', path), { status: 401, body: { error: 'Please sign in.' } });
    }
  });

  test('carries a message from one to the other, live and in the history', async () => {
    const [mina, kai] = [visitor(origin), visitor(origin)];
    for (const [name, who] of [
      ['mina', mina],
      ['kai', kai],
    ]) {
      assert.equal((await who.call('POST', '/api/sign-up', { name, password: 'a long good word' })).status, 201);
    }
    assert.equal((await mina.call('POST', '/api/rooms', { name: 'tea' })).status, 201);
    const { news } = await kai.follow('room-1', 2);
    await mina.call('POST', '/api/rooms/1/messages', { text: 'hello' });
    await mina.call('POST', '/api/rooms/1/messages', { text: 'anyone?' });
    const live = await news;
    assert.deepEqual(
      live.map(({ author, text }) => `${author}: ${text}`),
      ['mina: hello', 'mina: anyone?'],
    );
    assert.deepEqual((await kai.call('GET', '/api/rooms/1/messages')).body, { messages: live, hasOlder: false });
  });

  test('refuses what it cannot use, and says why', async () => {
    const ren = visitor(origin);
    await ren.call('POST', '/api/sign-up', { name: 'ren', password: 'a long good word' });
    const check = async (path, body, expected) => {
      assert.deepEqual(await ren.call('POST', path, body), { status: expected[0], body: { error: expected[1] } });
    };
    await check('/api/rooms', { name: ' ' }, [400, 'A room name cannot be empty.']);
    await check('/api/rooms/99/messages', { text: 'hello' }, [404, 'There is no such room.']);
    await check('/api/sign-in', { name: 'ren', password: 'wrong' }, [401, 'Name or password is wrong.']);
  });

  test('forgets a session that was signed out', async () => {
    const yui = visitor(origin);
    await yui.call('POST', '/api/sign-up', { name: 'yui', password: 'a long good word' });
    assert.deepEqual((await yui.call('GET', '/api/me')).body, { name: 'yui' });
    await yui.call('POST', '/api/sign-out');
    assert.equal((await yui.call('GET', '/api/me')).status, 401);
  });

  test('shows its screens to everybody', async () => {
    for (const path of ['/chat/', '/chat/chat.js', '/auth/', '/auth/form.js']) {
      assert.equal((await fetch(`${origin}${path}`)).status, 200, path);
    }
  });
});
