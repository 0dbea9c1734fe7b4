import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cancelled } from '../../../../src/core/base/errors.ts';
import type { PersonWord } from '../../../../src/core/model/spirit.ts';
import { listenToPerson, tellRunner } from '../../../../src/core/runner/person.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const word = (id: string, more: Partial<PersonWord> = {}): PersonWord => ({
  ...{ id, at: 0, launch: 'ours', by: 'me', kind: 'done', ...more },
});
const never = new AbortController().signal;

describe('what a person says to a runner', () => {
  it('is heard in its order, whether it was said before the runner listens or while it waits', async () => {
    using folder = temporaryFolder();
    await tellRunner(folder.path, word('1'));
    await using person = listenToPerson(folder.path, 'ours');
    assert.equal((await person.nextVerdict(never)).id, '1');
    const next = person.nextVerdict(never);
    await tellRunner(folder.path, word('2', { kind: 'fail', reason: 'No idea.' }));
    await tellRunner(folder.path, word('3'));
    assert.deepEqual([(await next).reason, (await person.nextVerdict(never)).id], ['No idea.', '3']);
  });

  it('is passed over when it was said to another launch, or is no word at all', async () => {
    using folder = temporaryFolder();
    await tellRunner(folder.path, word('old', { launch: 'theirs' }));
    appendFileSync(join(folder.path, 'person', 'words.jsonl'), '{"kind":"done"}\nnonsense\n');
    await tellRunner(folder.path, word('ours'));
    await using person = listenToPerson(folder.path, 'ours');
    assert.equal((await person.nextVerdict(never)).id, 'ours');
    assert.equal(person.takenOver.aborted, false);
  });

  it('takes the attempt over without being a verdict', async () => {
    using folder = temporaryFolder();
    await using person = listenToPerson(folder.path, 'ours');
    const verdict = person.nextVerdict(never);
    await tellRunner(folder.path, word('1', { kind: 'take_over' }));
    await tellRunner(folder.path, word('2'));
    assert.equal((await verdict).id, '2');
    assert.equal(person.takenOver.aborted, true);
  });

  it('is waited for no longer when the wait is called off', async () => {
    using folder = temporaryFolder();
    await using person = listenToPerson(folder.path, 'ours');
    const stop = new AbortController();
    const verdict = person.nextVerdict(stop.signal);
    stop.abort();
    await assert.rejects(verdict, Cancelled);
  });
});
