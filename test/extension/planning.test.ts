// A planning that is called off while its agent is at work: nothing is planned, nobody is left, and nothing is called an error.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { LiveRepository } from '../../src/extension/app.ts';
import { sitDown, startApp } from './window.ts';

const waitMsMax = 30_000;

describe('a planning that is called off', () => {
  const { setStatusBarMessage, withProgress } = vscode.window;
  const cancelling = new vscode.CancellationTokenSource();
  const said: string[] = [];
  let repository: LiveRepository;
  const inRepository = (path: string) => join(repository.place.mainWorktree, path);

  before(async () => {
    const app = await startApp();
    repository = app.repositories.all()[0]!;
    mkdirSync(dirname(inRepository('.kiro/necrocode.yaml')), { recursive: true });
    writeFileSync(inRepository('.kiro/necrocode.yaml'), 'planner:\n  kind: agent\n');
    writeFileSync(join(homedir(), 'script.json'), JSON.stringify({ plan: [{ waitFor: join(homedir(), 'never') }] }));
    // The button of the message in which its progress stands.
    const withButton: typeof withProgress = (options, work) =>
      withProgress(options, (progress) => work(progress, cancelling.token));
    const hear = (text: string) => {
      said.push(text);
      return new vscode.Disposable(() => {});
    };
    Object.assign(vscode.window, { withProgress: withButton, setStatusBarMessage: hear });
  });
  after(() => {
    Object.assign(vscode.window, { withProgress, setStatusBarMessage });
    cancelling.dispose();
  });

  it('ends its agent and leaves no plan', async () => {
    using person = sitDown();
    const target = { repository: repository.place.mainWorktree };
    const planned = vscode.commands.executeCommand('necrocode.plan', target, 'A notes service with search');
    const pid = await agentOfPlan();
    cancelling.cancel();
    await planned;
    assert.deepEqual(said, ['Planning was cancelled.']);
    assert.deepEqual(person.heard, []);
    assert.ok(!existsSync(inRepository('.kiro/tasks')));
    assert.equal(repository.state().specs.size, 0);
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
  });
});

/** The process that has been asked for a plan. */
async function agentOfPlan(): Promise<number> {
  const end = Date.now() + waitMsMax;
  for (;;) {
    const told = readdirSync(homedir()).find((name) => /^script\.json\..*\.plan$/.test(name));
    const text = told === undefined ? '' : readFileSync(join(homedir(), told), 'utf8');
    if (text.endsWith('\n')) return (JSON.parse(text) as { pid: number }).pid;
    assert.ok(Date.now() < end, 'No agent was asked.');
    await delay(20);
  }
}
