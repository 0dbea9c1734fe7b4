import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { writeFiles } from '../../../support/repository.ts';
import { gitDirsOf, poolFixture } from './pool-fixture.ts';

describe('discarding a slot', () => {
  it('takes it apart and saves nothing of it, and the next one to ask gets a clean one', async () => {
    await using fixture = await poolFixture();
    const { place } = await fixture.acquire({ branch: 'feature/task-demo-1-one' });
    writeFiles(place.path, { 'secret.txt': 'not to be kept\n' });
    assert.deepEqual(await fixture.pool.discard(place.name), {});
    assert.equal(existsSync(place.path), false);
    assert.deepEqual(gitDirsOf(fixture.repository), []);
    assert.equal(fixture.repository.git(['for-each-ref', 'refs/necrocode']), '');

    const next = await fixture.acquire();
    assert.equal(existsSync(`${next.place.path}/secret.txt`), false);
    await fixture.pool.release(next.place.name);
  });
});
