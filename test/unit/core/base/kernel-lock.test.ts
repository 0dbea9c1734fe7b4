import assert from 'node:assert/strict';
import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { acquireKernelLock, ringDoorbell } from '../../../../src/core/base/kernel-lock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

// 'darwin' stands for every system whose sockets are files.
for (const platform of [process.platform, 'darwin'] as const) {
  describe(`kernel lock (${platform})`, () => {
    it('has one holder, and is free when that lets go', async () => {
      using folder = temporaryFolder();
      for (let round = 0; round < 3; round++) {
        await using first = await acquireKernelLock(folder.path, { platform });
        assert.ok(first);
        assert.equal(await acquireKernelLock(folder.path, { platform }), undefined);
      }
    });

    it('is the same by every path to the folder', async () => {
      using folder = temporaryFolder();
      using other = temporaryFolder();
      const link = join(other.path, 'link');
      symlinkSync(folder.path, link);
      await using first = await acquireKernelLock(folder.path, { platform });
      await using unrelated = await acquireKernelLock(other.path, { platform });
      assert.ok(first);
      assert.ok(unrelated);
      assert.equal(await acquireKernelLock(link, { platform }), undefined);
    });

    it('carries the bell to its holder, and says when there is none', async () => {
      using folder = temporaryFolder();
      assert.equal(await ringDoorbell(folder.path, platform), false);
      let rings = 0;
      const { promise, resolve } = Promise.withResolvers<void>();
      const onDoorbell = () => {
        rings += 1;
        if (rings === 2) resolve();
      };
      {
        await using lock = await acquireKernelLock(folder.path, { platform, onDoorbell });
        assert.ok(lock);
        assert.equal(await ringDoorbell(folder.path, platform), true);
        assert.equal(await ringDoorbell(folder.path, platform), true);
        await promise;
      }
      assert.equal(await ringDoorbell(folder.path, platform), false);
    });

    it('goes to exactly one of those who ask at once', async () => {
      using folder = temporaryFolder();
      const asked = await Promise.all(Array.from({ length: 8 }, () => acquireKernelLock(folder.path, { platform })));
      const holders = asked.filter((lock) => lock !== undefined);
      assert.equal(holders.length, 1);
      await holders[0]?.[Symbol.asyncDispose]();
    });
  });
}

describe('kernel lock in a socket file', () => {
  it('replaces what a dead holder has left', async () => {
    using folder = temporaryFolder();
    const { address } = await acquireOnce(folder.path);
    writeFileSync(address, '');
    await using lock = await acquireKernelLock(folder.path, { platform: 'darwin' });
    assert.ok(lock);
    assert.equal(existsSync(`${address}.guard`), false);
  });
});

async function acquireOnce(path: string): Promise<{ address: string }> {
  await using lock = await acquireKernelLock(path, { platform: 'darwin' });
  assert.ok(lock);
  return { address: lock.address };
}
