import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

// The rules of the house, enforced over the imports. Each failure quotes the rule that was broken.

const root = resolve(import.meta.dirname, '../..');
const files = globSync('src/**/*.{ts,tsx}', { cwd: root }).sort();

const base = ['base'];
const model = ['model'];
const dispatcher = ['dispatcher'];
const facade = ['necrocode'];
const shells = ['cli', 'extension', 'webview', 'runner'];

interface Import {
  from: string;
  to: string;
  isPackage: boolean;
}

const imports: Import[] = files.flatMap((from) =>
  ts.preProcessFile(readFileSync(join(root, from), 'utf8')).importedFiles.map(({ fileName: to }) => {
    const isPackage = !to.startsWith('.');
    return { from, to: isPackage ? to : relative(root, join(root, dirname(from), to)), isPackage };
  }),
);

/** The room of a file: a folder of src/core, a shell, or the façade. */
function roomOf(file: string): string {
  const parts = file.split('/');
  return parts[1] === 'core' ? `core/${(parts[2] ?? '').replace(/\.ts$/, '')}` : (parts[1] ?? '');
}

function floorOf(file: string): number {
  const [, shell = '', room = ''] = file.split('/');
  if (shells.includes(shell)) return 5;
  if (facade.includes(room.replace(/\.ts$/, ''))) return 4;
  if (dispatcher.includes(room)) return 3;
  if (base.includes(room)) return 0;
  if (model.includes(room)) return 1;
  return 2;
}

function broken(rule: string, offenders: readonly (Import | string)[]): void {
  const shown = offenders.map((one) => (typeof one === 'string' ? one : `${one.from} → ${one.to}`));
  assert.deepEqual(shown, [], rule);
}

const ours = imports.filter((one) => !one.isPackage && one.to.startsWith('src/'));

describe('the architecture', () => {
  it('has imports to look at', () => {
    assert.ok(ours.length > 100, `only ${ours.length} imports were found`);
  });

  it('lets imports only go down, from shells to the base', () => {
    broken(
      'Imports go down: shells (5) → façade (4) → dispatcher (3) → the folders (2) → model (1) → base (0).',
      ours.filter((one) => floorOf(one.to) > floorOf(one.from)),
    );
  });

  it('keeps the folders of one floor apart', () => {
    broken(
      'Folders of floor 2 never import each other; what they need of each other is passed in.',
      ours.filter((one) => floorOf(one.from) === 2 && floorOf(one.to) === 2 && roomOf(one.from) !== roomOf(one.to)),
    );
    broken(
      'Shells do not import each other.',
      ours.filter((one) => floorOf(one.from) === 5 && floorOf(one.to) === 5 && roomOf(one.from) !== roomOf(one.to)),
    );
  });

  it('enters a folder through the file of its own name', () => {
    const isDoor = (file: string) => {
      const name = roomOf(file).replace('core/', '');
      return file === `src/core/${name}/${name}.ts` || file === `src/core/${name}.ts`;
    };
    broken(
      'From outside a folder, import only <folder>/<folder>.ts (base and model are open shelves).',
      ours.filter(
        (one) =>
          roomOf(one.from) !== roomOf(one.to) && floorOf(one.to) >= 2 && floorOf(one.to) !== 5 && !isDoor(one.to),
      ),
    );
  });

  it('gives every third-party library one home', () => {
    const homes: Record<string, RegExp> = {
      '@agentclientprotocol/sdk': /^src\/core\/agents\/acp\//,
      execa: /^src\/core\/base\//,
      openai: /^src\/core\/planner\/model\//,
      'openai/helpers/zod': /^src\/core\/planner\/model\//,
      'simple-git': /^src\/core\/base\//,
      'proper-lockfile': /^src\/core\/base\//,
      picomatch: /^src\/core\/base\//,
      commander: /^src\/cli\//,
      picocolors: /^src\/cli\//,
      'string-width': /^src\/cli\//,
      '@dagrejs/dagre': /^src\/webview\//,
      'markdown-it': /^src\/webview\//,
      octokit: /^src\/core\/forge\/github\//,
      preact: /^src\/webview\//,
      'preact/hooks': /^src\/webview\//,
      vscode: /^src\/extension\//,
      yaml: /^src\/core\/base\//,
      zod: /./,
      'zod/mini': /./,
    };
    const packages = imports.filter((one) => one.isPackage && !one.to.startsWith('node:'));
    broken(
      'Each library is imported in one place only; see the table in this test.',
      packages.filter((one) => homes[one.to]?.test(one.from) !== true),
    );
  });

  it('runs git in one file', () => {
    const spawners = files.filter((file) =>
      /(?:exec|execa|spawn|execFile)\(\s*'git'/.test(readFileSync(join(root, file), 'utf8')),
    );
    broken(
      'All git goes through src/core/base/git.ts.',
      spawners.filter((file) => file !== 'src/core/base/git.ts'),
    );
  });

  it('keeps files short and without barrels', () => {
    const linesOf = (file: string) => readFileSync(join(root, file), 'utf8').split('\n').length;
    broken(
      'No file has more than 400 lines.',
      [...files, ...globSync('test/**/*.ts', { cwd: root })].filter((file) => linesOf(file) > 400),
    );
    broken(
      'No default exports.',
      files.filter((file) => /^export default/m.test(readFileSync(join(root, file), 'utf8'))),
    );
  });

  it('opens every file with a comment that says what it is for', () => {
    broken(
      'Each file begins with one to five sentences: its duty, what always holds, what it does not do.',
      files.filter((file) => !/^(#!.*\n)?\/\/ /.test(readFileSync(join(root, file), 'utf8'))),
    );
  });

  it('has a place for every folder in ARCHITECTURE.md', () => {
    const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
    const folders = [...new Set(files.map(roomOf))].filter((room) => room.startsWith('core/'));
    broken(
      'ARCHITECTURE.md names every folder of src/core.',
      folders.filter((room) => !text.includes(`${room.replace('core/', '')}/`)),
    );
  });
});
