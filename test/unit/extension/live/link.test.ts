// The line between the editor's thread and ours, over a real thread, and without one.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { systemClock } from '../../../../src/core/base/clock.ts';
import { UserError } from '../../../../src/core/base/errors.ts';
import { locate, type Place } from '../../../../src/core/necrocode.ts';
import { realDisk } from '../../../../src/core/registry/disk.ts';
import { makeRegistryFolders, pathsIn } from '../../../../src/core/registry/paths.ts';
import { takeOver } from '../../../../src/core/registry/take-over.ts';
import { openLink, type Link } from '../../../../src/extension/live/link.ts';
import { createReplica } from '../../../../src/extension/live/replica.ts';
import { attemptOf, startedSpec } from '../../../support/registry-events.ts';
import { testRepository } from '../../../support/repository.ts';

const thread = resolve(import.meta.dirname, '../../../../src/extension/live/thread.ts');

async function write(place: Place, task: string): Promise<void> {
  const paths = pathsIn(place.registryDir);
  makeRegistryFolders(paths);
  await using registry = await takeOver({ paths, disk: realDisk, clock: systemClock });
  if (registry.state.seq === 0) await registry.append(startedSpec('chat', 3));
  await registry.append(attemptOf('chat', task));
}

/** A replica over the line that can be waited for. */
function follow(link: Link, place: Place) {
  let wake = () => {};
  const replica = createReplica(() => wake());
  const following = link.follow(place, (piece) => replica.take(piece));
  return {
    replica,
    until: async (isReached: () => boolean) => {
      while (!isReached()) await new Promise<void>((ring) => (wake = ring));
    },
    [Symbol.dispose]: () => following[Symbol.dispose](),
  };
}

const ways = [
  { name: 'over a thread', program: thread, logged: 0 },
  { name: 'where no thread can be started', program: join(import.meta.dirname, 'there-is-none.mjs'), logged: 1 },
];

for (const { name, program, logged } of ways) {
  describe(`the line to our own thread, ${name}`, () => {
    let log: string[];
    let link: Link;
    beforeEach(() => {
      log = [];
      link = openLink({ program, log: (message) => log.push(message) });
    });
    afterEach(() => {
      link[Symbol.dispose]();
      assert.equal(log.length, logged, log.join('\n'));
    });

    it('brings the state and then what happens', async () => {
      using repository = testRepository();
      const place = await locate(repository.mainWorktree);
      await write(place, '1');
      using followed = follow(link, place);
      await followed.until(() => followed.replica.isLoaded());
      assert.equal(followed.replica.state().specs.get('chat')?.tasks.get('1')?.state, 'verifying');
      await write(place, '2');
      await followed.until(() => followed.replica.state().specs.get('chat')?.tasks.get('2')?.state === 'verifying');
    });

    it('carries out what is asked, and hands over results, words for people and the end of a wait', async () => {
      using repository = testRepository();
      const place = await locate(repository.mainWorktree);
      const wish = { text: 'A todo list', planner: 'offline', dryRun: true, onProgress: () => {} } as const;
      const { taskset } = await link.core.planJob(place, wish);
      assert.ok(taskset.tasks.length > 1);
      const [row] = await link.core.simulateTaskset(taskset, [2], new Set([taskset.tasks[0]!.id]));
      assert.equal(row?.workers, 2);
      const refused = await link.core.readPlan(place, 'nothing').catch((error: unknown) => error);
      assert.ok(refused instanceof UserError);
      assert.match(refused.hint ?? '', /necrocode plan/);
      const stop = new AbortController();
      const waiting = link.core.submit(
        place,
        { kind: 'pause', spec_id: 'chat' },
        { startsController: false, signal: stop.signal },
      );
      stop.abort();
      await assert.rejects(waiting, (error: Error) => error.name === 'Cancelled' || error.name === 'UserError');
    });
  });
}

describe('the line to our own thread', () => {
  it('is mended when the thread ends', async () => {
    using repository = testRepository();
    const place = await locate(repository.mainWorktree);
    await write(place, '1');
    const log: string[] = [];
    const endsItself = join(repository.folder, 'ends-itself.mjs');
    writeFileSync(endsItself, `setTimeout(() => process.exit(7), 50); await import(${JSON.stringify(thread)});`);
    using link = openLink({ program: endsItself, log: (message) => log.push(message) });
    using followed = follow(link, place);
    const waiting = link.core.submit(place, { kind: 'pause', spec_id: 'none' }, { startsController: false });
    await assert.rejects(waiting);
    await write(place, '2');
    await followed.until(() => followed.replica.state().specs.get('chat')?.tasks.get('2')?.state === 'verifying');
    assert.match(log.join('\n'), /The thread has ended: status 7/);
  });
});
