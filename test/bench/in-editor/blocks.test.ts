import assert from 'node:assert/strict';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { print } from '../../extension/print.ts';
import { printFigure } from './figure.ts';

// How long the extension host hears nobody, at most, while a registry with ten thousand tasks is read, shown, filtered,
// opened and updated.

interface App {
  repositories: {
    all(): readonly { place: { mainWorktree: string }; isLoaded(): boolean; state(): { seq: number } }[];
  };
}

const quietMs = 3000;
/** As many as a person may have opened: their rows and those below them are compared with every update. */
const expandedTasks = 20;
const waitMsMax = 60_000;

describe('the extension host', function () {
  this.timeout(200_000);
  this.retries(0);

  it('is never blocked for long', async () => {
    const extension = vscode.extensions.getExtension<App>('necrocode.necrocode');
    assert.ok(extension);
    // The editor itself, and its own extensions, are done with starting.
    await setTimeout(quietMs * 2);
    await longest('idle', () => setTimeout(quietMs));
    const app = await longestOf('opened', async () => {
      const app = await extension.activate();
      await vscode.commands.executeCommand('necrocode.tasks.focus');
      await until(() => app.repositories.all()[0]?.isLoaded() === true);
      return app;
    });
    await longest('filtered', async () => {
      // The person chooses those at work and those that wait: nearly all.
      const choose = async (items: readonly unknown[] | Promise<readonly unknown[]>) => (await items).slice(1, 3);
      Object.assign(vscode.window, { showQuickPick: choose });
      await vscode.commands.executeCommand('necrocode.filterTasks');
      await setTimeout(quietMs);
      await vscode.commands.executeCommand('necrocode.clearFilter');
    });
    const repository = app.repositories.all()[0]?.place.mainWorktree;
    for (let task = 1; task <= expandedTasks; task += 1) {
      const target = { repository, spec_id: 'chat-app', task_id: String(task) };
      await vscode.commands.executeCommand('necrocode.revealTask', target);
    }
    await setTimeout(quietMs);
    const before = app.repositories.all()[0]?.state().seq ?? 0;
    await longest('updated', async () => {
      print('update now');
      await until(() => (app.repositories.all()[0]?.state().seq ?? 0) >= before + 10_000);
    });
  });
});

/** Prints the longest block until a moment after the work is done: what follows from it is part of it. */
async function longest(name: string, work: () => Promise<unknown>): Promise<void> {
  await longestOf(name, work);
}

async function longestOf<T>(name: string, work: () => Promise<T>): Promise<T> {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const result = await work();
  await setTimeout(quietMs);
  delays.disable();
  printFigure(name, delays.max / 1e6);
  return result;
}

async function until(isSo: () => boolean): Promise<void> {
  const end = performance.now() + waitMsMax;
  while (!isSo()) {
    assert.ok(performance.now() < end, 'It did not come.');
    await setTimeout(5);
  }
}
