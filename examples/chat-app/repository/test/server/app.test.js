import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApp } from '../../src/server/app.js';
import { openContext } from '../../src/server/context.js';

test('the server is there, and has nothing outside of its routes and screens', async () => {
  const app = createApp(await openContext());
  await new Promise((resolve) => app.listen(0, '127.0.0.1', resolve));
  const get = (path) => fetch(`http://127.0.0.1:${app.address().port}${path}`);
  try {
    assert.deepEqual(await (await get('/api/health')).json(), { ok: true });
    assert.match(await (await get('/')).text(), /<title>Chat<\/title>/);
    for (const path of ['/api/nothing', '/..%2f..%2fpackage.json', '/server/main.js']) {
      assert.equal((await get(path)).status, 404, path);
    }
  } finally {
    app.closeAllConnections();
    await new Promise((resolve) => app.close(resolve));
  }
});
