import assert from 'node:assert/strict';
import { createUndo } from '../../../../src/core/base/undo.ts';

describe('what is undone', () => {
  const held = (name: string, given: string[]) => ({ name, [Symbol.dispose]: () => void given.push(name) });

  it('is given back in reverse order when the way ends early', async () => {
    const given: string[] = [];
    const walk = async () => {
      await using undo = createUndo();
      undo.use(held('lock', given));
      undo.defer(async () => void given.push('folder'));
      assert.equal(undo.use(held('pool', given)).name, 'pool');
      throw new Error('The way ends here.');
    };
    await assert.rejects(walk(), /ends here/);
    assert.deepEqual(given, ['pool', 'folder', 'lock']);
  });

  it('belongs to whoever has moved it, and is given back once', async () => {
    const given: string[] = [];
    const walk = async () => {
      await using undo = createUndo();
      undo.use({ [Symbol.asyncDispose]: async () => void given.push('lock') });
      return undo.move();
    };
    const kept = await walk();
    assert.deepEqual(given, []);
    await kept.disposeAsync();
    await kept.disposeAsync();
    assert.deepEqual(given, ['lock']);
  });

  it('is given back as a whole although a part of it fails', async () => {
    const given: string[] = [];
    const undo = createUndo();
    undo.use(held('lock', given));
    undo.defer(() => {
      throw new Error('It is stuck.');
    });
    await assert.rejects(undo.disposeAsync(), /stuck/);
    assert.deepEqual(given, ['lock']);
  });
});
