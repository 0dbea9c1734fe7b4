import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Request } from '../../../../src/core/model/requests.ts';
import { openRegistry, submitRequest, takeRequests, withdrawRequest } from '../../../../src/core/registry/registry.ts';
import { collect } from '../../../support/collect.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

function pauseAt(at: number): Request {
  return { kind: 'pause', request_id: `q${at}`, by: 'ann', at, spec_id: 'chat-app' };
}

describe('inbox', () => {
  it('hands requests over in the order of their time, and deletes each when it is dealt with', async () => {
    using folder = temporaryFolder();
    const later = 1700000000002;
    const earlier = 1700000000001;
    assert.equal(await submitRequest(folder.path, pauseAt(later)), false);
    await submitRequest(folder.path, pauseAt(earlier));
    const inbox = join(folder.path, 'inbox');
    const [first = ''] = readdirSync(inbox);
    assert.equal(statSync(join(inbox, first)).mode & 0o777, 0o600);

    assert.deepEqual(await collect(takeRequests(folder.path), 1), [pauseAt(earlier)]);
    assert.equal(readdirSync(inbox).length, 2, 'a request whose taker left stays');
    assert.deepEqual(await collect(takeRequests(folder.path)), [pauseAt(earlier), pauseAt(later)]);
    assert.deepEqual(readdirSync(inbox), []);
  });

  it('gives back what its asker withdraws, and nothing else', async () => {
    using folder = temporaryFolder();
    const [one, other] = [pauseAt(1700000000001), { ...pauseAt(1700000000001), request_id: 'another' }];
    await submitRequest(folder.path, one);
    await submitRequest(folder.path, other);
    await withdrawRequest(folder.path, one);
    await withdrawRequest(folder.path, one);
    assert.deepEqual(await collect(takeRequests(folder.path)), [other]);
  });

  it('rings at the owner', async () => {
    using folder = temporaryFolder();
    const { promise: rung, resolve } = Promise.withResolvers<void>();
    await using registry = await openRegistry({ dir: folder.path, onDoorbell: resolve });
    assert.ok(registry);
    assert.equal(await submitRequest(folder.path, pauseAt(1700000000000)), true);
    await rung;
  });

  it('puts what is no request into quarantine, with the reason', async () => {
    using folder = temporaryFolder();
    await submitRequest(folder.path, pauseAt(1700000000000));
    const bad = ['1600000000000-0000000000000000.json', '1600000000000-0000000000000001.json'];
    writeFileSync(join(folder.path, 'inbox', bad[0]!), '{"kind":"dance"}');
    writeFileSync(join(folder.path, 'inbox', bad[1]!), '{"kind":');
    writeFileSync(join(folder.path, 'inbox', '.half-written.tmp'), '{');
    assert.deepEqual(await collect(takeRequests(folder.path)), [pauseAt(1700000000000)]);
    const kept = readdirSync(join(folder.path, 'quarantine')).sort();
    assert.deepEqual(kept, [bad[0]!, `${bad[0]!}.reason.txt`, bad[1]!, `${bad[1]!}.reason.txt`]);
    assert.match(readFileSync(join(folder.path, 'quarantine', `${bad[0]!}.reason.txt`), 'utf8'), /kind/);
    assert.deepEqual(readdirSync(join(folder.path, 'inbox')), ['.half-written.tmp']);
  });

  it('refuses to submit what is no request', async () => {
    using folder = temporaryFolder();
    const submitOf = (spec_id: string) =>
      submitRequest(folder.path, { kind: 'pause', request_id: 'q1', by: 'ann', at: 1, spec_id });
    const expected = /^Expected a spec name of 1 to 64 letters.*, got "\.\.\/outside"\.$/;
    await assert.rejects(submitOf('../outside'), { name: 'UserError', message: expected });
    await assert.rejects(submitOf('\u001b[2J\u0007x'.repeat(5000)), { message: /got "[x ]{90,99}…"\.$/ });
    assert.deepEqual(readdirSync(folder.path), [], 'nothing was made');
  });
});
