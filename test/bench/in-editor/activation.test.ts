import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { printFigure } from './figure.ts';

// In a workspace that gives nobody a reason to start: each is started here, and the time is taken.

const quietMs = 6000;

describe('activation', () => {
  it('of NecroCode and of an extension that does nothing', async () => {
    // The editor itself is done with starting.
    await setTimeout(quietMs);
    for (const [name, id] of [
      // The first of all also pays for what the editor loads once.
      ['first', 'bench.first'],
      ['hello', 'bench.hello'],
      ['necrocode', 'necrocode.necrocode'],
    ] as const) {
      const extension = vscode.extensions.getExtension(id);
      assert.ok(extension, id);
      assert.equal(extension.isActive, false, id);
      const begun = performance.now();
      await extension.activate();
      printFigure(name, performance.now() - begun);
    }
  });
});
