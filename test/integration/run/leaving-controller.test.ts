import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { acquireKernelLock } from '../../../src/core/base/kernel-lock.ts';
import { numberedTasks } from '../../support/run-facts.ts';
import { assertStatus, finish, testRun } from '../../support/runs.ts';

describe('a controller that is just leaving', function () {
  this.timeout(120_000);

  it('leaves no request behind: another controller is started, and finds it', async () => {
    await using run = await testRun();
    run.plan(numberedTasks(1));
    const { registryDir } = run.place;
    mkdirSync(registryDir, { recursive: true });
    const { promise: rung, resolve } = Promise.withResolvers<void>();
    // It still holds the lock, so that it hears the bell, and looks into the inbox no more.
    const leaving = await acquireKernelLock(registryDir, { onDoorbell: resolve });
    const ended = finish(run.start('execute', 'demo'));
    await rung;
    if (readdirSync(join(registryDir, 'inbox')).length !== 1) throw new Error('The request is not in the inbox.');
    await leaving?.[Symbol.asyncDispose]();
    assertStatus(await ended, 0);
    await run.tidy();
  });
});
