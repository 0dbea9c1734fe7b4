import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { agentOf, lastOf, run, slotFixture } from './slot-fixture.ts';

describe('earlier work', () => {
  /** The base moves on in the same line that the earlier commit changes. */
  function conflicting() {
    const fixture = slotFixture({ 'list.txt': 'first\nlast\n' });
    fixture.git('switch', '--quiet', '--detach');
    const earlier = fixture.commit({ 'list.txt': 'first\ntheirs\nlast\n', 'more.txt': 'kept\n' });
    fixture.git('switch', '--quiet', 'main');
    const base = fixture.commit({ 'list.txt': 'first\nours\nlast\n' });
    fixture.git('-C', fixture.slot, 'reset', '--quiet', '--hard', base);
    return { fixture, base, earlier: { failure: { kind: 'conflict', message: 'It conflicts.' }, commit: earlier } };
  }

  it('is laid onto the new base with its conflicts in the tree, and the agent resolves them', async () => {
    const { fixture, base, earlier } = conflicting();
    using _fixture = fixture;
    fixture.assign({ agent: agentOf('resolves.mjs'), base, earlier });
    const { messages } = await run(fixture);
    const { commit } = lastOf(messages, 'committed')!;
    assert.equal(fixture.git('rev-parse', `${commit}^`), base);
    assert.equal(fixture.git('show', `${commit}:list.txt`), 'first\nours\ntheirs\nlast');
    assert.equal(fixture.git('show', `${commit}:more.txt`), 'kept');
    assert.match(readFileSync(join(fixture.slot, '.kiro/current-task.md'), 'utf8'), /- `list.txt`/);
  });

  it('is refused while conflict markers are left', async () => {
    const { fixture, base, earlier } = conflicting();
    using _fixture = fixture;
    fixture.assign({ agent: agentOf('no-change.mjs'), base, earlier, limits: { fix_rounds_max: 1 } });
    const { messages } = await run(fixture);
    const { failure } = lastOf(messages, 'runner_finished')!;
    assert.deepEqual([failure?.kind, failure?.message], ['conflict', 'Conflict markers are left in list.txt.']);
  });
});
