// A damaged registry is told to whoever looks and to whoever asks for something, and nobody waits for an answer.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { locate, readOutline, readRegistry, submit } from '../../../../src/core/necrocode.ts';
import { openRegistry, registryPaths } from '../../../../src/core/registry/registry.ts';
import { startedSpec } from '../../../support/registry-events.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** A registry whose second record is damaged; all that is needed to find it, and no git. */
async function damagedRegistry(mainWorktree: string): Promise<void> {
  mkdirSync(join(mainWorktree, '.git'));
  writeFileSync(join(mainWorktree, '.git', 'HEAD'), 'ref: refs/heads/main\n');
  const { dir, events } = registryPaths(mainWorktree);
  {
    await using registry = await openRegistry({ dir });
    await registry?.append(startedSpec('chat-app', 2));
  }
  const bytes = readFileSync(events);
  bytes[bytes.indexOf(10) + 30] = 0;
  writeFileSync(events, bytes);
}

describe('a damaged registry', () => {
  it('says so to whoever looks, and shows what stands before the damage', async () => {
    using folder = temporaryFolder();
    await damagedRegistry(folder.path);
    const place = await locate(folder.path);
    const [{ outline, damage }, { state, ...read }] = [await readOutline(place), await readRegistry(place)];
    assert.match(damage ?? '', /^events\.jsonl:2 \(byte \d+\)$/);
    assert.equal(read.damage, damage);
    assert.deepEqual([outline.seq, state.seq], [1, 1]);
  });

  it('refuses a request at once, with the way out, and leaves nothing in the inbox', async () => {
    using folder = temporaryFolder();
    await damagedRegistry(folder.path);
    const place = await locate(folder.path);
    await assert.rejects(submit(place, { kind: 'pause', spec_id: 'chat-app' }, { startsController: true }), {
      name: 'UserError',
      message: /^The registry is damaged at events\.jsonl:2 /,
      hint: /necrocode doctor --fix/,
    });
    assert.deepEqual(readdirSync(registryPaths(folder.path).inbox), []);
  });

  it('is one, too, that has not come as far as the asker has seen it come', async () => {
    using folder = temporaryFolder();
    await damagedRegistry(folder.path);
    const place = await locate(folder.path);
    rmSync(registryPaths(folder.path).dir, { recursive: true });
    const asked = { kind: 'pause', spec_id: 'chat-app' } as const;
    await assert.rejects(submit(place, asked, { startsController: true, knownSeq: 2 }), {
      name: 'UserError',
      message: /^The registry ends at event 0, although it had come to event 2\.$/,
      hint: /deleted or replaced/,
    });
    assert.equal(existsSync(registryPaths(folder.path).dir), false, 'nothing is begun anew');
  });
});
