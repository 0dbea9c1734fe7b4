// What the extension costs the editor: how long it takes to start, against an extension that does nothing in the same host; and for how
// long the extension host is blocked at most, with ten thousand tasks, against the 50 ms that a person does not notice.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { buildHostSuite } from '../../scripts/build-host-suite.ts';
import { setUpHost } from '../../scripts/setup-host.ts';
import { locate } from '../../src/core/necrocode.ts';
import { openRegistry } from '../../src/core/registry/registry.ts';
import { launchBrowser } from '../support/browser.ts';
import { runHostSuite } from '../support/host-suite.ts';
import { startHost, type Host } from '../support/host.ts';
import { attemptOf, startedSpec } from '../support/registry-events.ts';
import { runGit, writeFiles } from '../support/repository.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { median, type BenchRow } from './compare.ts';

const tasks = 10_000;
const updatedTasks = 1250;
const activations = 5;
const blockMsMax = 50;
const activationMsMax = 50;

interface Editor {
  host: Host;
  browser: Browser;
  folder: string;
}

export async function benchEditor(): Promise<BenchRow[]> {
  setUpHost();
  await buildHostSuite('test/bench/in-editor');
  using folder = temporaryFolder();
  await using host = await startHost({
    isDriven: true,
    // It starts processes in the same host whenever a file changes, and would be measured with us.
    settings: { 'git.enabled': false },
    prepare: ({ extensions }) => addEmpty(extensions, ['first', 'hello']),
  });
  await using browser = await launchBrowser();
  const editor = { host, browser, folder: folder.path };
  return [...(await benchActivation(editor)), ...(await benchBlocks(editor))];
}

async function benchActivation(editor: Editor): Promise<BenchRow[]> {
  const found: Record<string, number>[] = [];
  for (let turn = 0; turn < activations; turn += 1) {
    found.push(await figuresOf('activation', editor, join(editor.folder, `plain-${turn}`)));
  }
  const of = (name: string) => median(found.map((figures) => figures[name] ?? NaN));
  const [ours, hello] = [of('necrocode'), of('hello')];
  return [
    {
      name: `activation beyond an empty extension’s ${hello.toFixed(1)} ms (ms; peer: the limit)`,
      ...withinLimit(ours - hello, activationMsMax),
    },
  ];
}

async function benchBlocks(editor: Editor): Promise<BenchRow[]> {
  const workspace = makeWorkspace(join(editor.folder, 'large'));
  const { registryDir } = await locate(workspace);
  await using registry = await openRegistry({ dir: registryDir });
  // Each waits for one right before it and one further up: nearly all rows name others, and are named by others.
  const dependenciesOf = (id: number) => [id - 1, id - 50].filter((other) => other > 0);
  await registry?.append(startedSpec('chat-app', tasks, dependenciesOf));
  const ids = Array.from({ length: updatedTasks }, (_, index) => String(index + 1));
  const update = async () => {
    for (const id of ids) await registry?.append(attemptOf('chat-app', id));
  };
  const updates: Promise<void>[] = [];
  const figures = await figuresOf('blocks', editor, workspace, () => updates.push(update()));
  await Promise.all(updates);
  return ['idle', 'opened', 'filtered', 'updated'].map((name) => ({
    name: `longest block, 10,000 tasks, ${name} (ms; peer: the limit)`,
    ...withinLimit(figures[name] ?? NaN, blockMsMax),
    // What the editor does by itself is only reported.
    ...(name === 'idle' ? { gate: undefined } : {}),
  }));
}

function withinLimit(ours: number, limit: number): Omit<BenchRow, 'name'> {
  return { ours, peer: limit, ratio: ours / limit, gate: 1 };
}

async function figuresOf(
  file: string,
  { host, browser, folder }: Editor,
  workspace = makeWorkspace(join(folder, file)),
  onUpdate = () => {},
): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  const passed = await runHostSuite({
    ...{ host, browser, file, workspace: makeWorkspace(workspace) },
    onLine: (line) => {
      const [, name, value] = /^figure (\S+) (\S+)/.exec(line) ?? [];
      if (name !== undefined) figures[name] = Number(value);
      else if (line === 'update now') onUpdate();
      else if (/failing|Error/.test(line)) console.error(line);
    },
  });
  if (!passed) throw new Error(`The benchmark "${file}" has failed in the editor.`);
  return figures;
}

function makeWorkspace(path: string): string {
  mkdirSync(path, { recursive: true });
  runGit(['init', '--quiet', '--initial-branch=main'], path);
  return path;
}

/** ES modules, as ours is, that do nothing when they are started. */
function addEmpty(extensions: string, names: readonly string[]): void {
  for (const name of names) {
    const manifest = {
      ...{ name, publisher: 'bench', version: '0.0.1', engines: { vscode: '^1.103.0' } },
      ...{ type: 'module', main: 'main.js', activationEvents: [`onCommand:${name}.nothing`] },
    };
    writeFiles(join(extensions, name), {
      'package.json': JSON.stringify(manifest),
      'main.js': "import * as vscode from 'vscode';\nexport const activate = () => vscode.version;\n",
    });
  }
}
