import assert from 'node:assert/strict';
import { createMemory } from '../../../../src/core/base/memory.ts';

/** Knows the lengths of words, and notes of which it had to be told. */
function lengths(keptMax = 10) {
  const asked: string[] = [];
  const memory = createMemory<string, number>({ keyOf: (word) => word.toLowerCase(), keptMax });
  const of = async (...words: string[]) => {
    const found = await memory.of(words, async (unknown) => {
      asked.push(unknown.join(' '));
      return unknown.map(({ length }) => length);
    });
    return [...found];
  };
  return { asked, of };
}

describe('what is remembered', () => {
  it('is found out once, all of it together', async () => {
    const { asked, of } = lengths();
    assert.deepEqual(await of('a', 'bb'), [
      ['a', 1],
      ['bb', 2],
    ]);
    assert.deepEqual(await of('CCC', 'BB', 'ccc'), [
      ['ccc', 3],
      ['bb', 2],
    ]);
    assert.deepEqual(await of('a', 'bb'), [
      ['a', 1],
      ['bb', 2],
    ]);
    assert.deepEqual(asked, ['a bb', 'ccc']);
  });

  it('is the latest: what was asked for longest ago is forgotten, and nothing that is asked for now', async () => {
    const { asked, of } = lengths(2);
    await of('a', 'bb');
    await of('a');
    await of('ccc');
    await of('a', 'bb');
    assert.deepEqual(asked, ['a bb', 'ccc', 'bb']);
    assert.equal((await of('w', 'x', 'y', 'z')).length, 4);
  });

  it('may be that there is nothing', async () => {
    const memory = createMemory<string, string | undefined>({ keyOf: (key) => key, keptMax: 9 });
    let count = 0;
    const findOut = async () => {
      count += 1;
      return [undefined];
    };
    await memory.of(['a'], findOut);
    assert.equal((await memory.of(['a'], findOut)).has('a'), true);
    assert.equal(count, 1);
  });
});
