import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../../../src/core/base/errors.ts';
import { loadSettings } from '../../../../src/core/settings/settings.ts';

describe('settings', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'necrocode-settings-'));
    await mkdir(join(folder, 'home', '.kiro'), { recursive: true });
    await mkdir(join(folder, 'project', '.kiro'), { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const load = async (files: { user?: string; project?: string }, flags: Record<string, unknown> = {}) => {
    if (files.user !== undefined) await writeFile(join(folder, 'home', '.kiro', 'necrocode.yaml'), files.user);
    if (files.project !== undefined) await writeFile(join(folder, 'project', '.kiro', 'necrocode.yaml'), files.project);
    return loadSettings({ mainWorktree: join(folder, 'project'), home: join(folder, 'home'), flags });
  };

  it('gives defaults when nobody says anything', async () => {
    const settings = await load({});
    assert.equal(settings.workers, 'auto');
    assert.equal(settings.delivery, 'integration');
    assert.deepEqual(settings.slots.keep, ['node_modules', '.venv', 'target']);
  });

  it('lets the project win over the user, and flags over both, key by key', async () => {
    const settings = await load(
      { user: 'workers: 2\nslots: {ports_per_slot: 3}\n', project: 'workers: 4\nslots: {uses_max: 7}\n' },
      { workers: 5, agent: undefined },
    );
    assert.equal(settings.workers, 5);
    assert.equal(settings.agent, 'auto');
    assert.equal(settings.slots.ports_per_slot, 3);
    assert.equal(settings.slots.uses_max, 7);
  });

  it('lets the editor win over both files, and flags over the editor', async () => {
    await load({ user: 'agent: kiro\n', project: 'workers: 4\nslots: {uses_max: 7}\n' });
    const settings = await loadSettings({
      ...{ mainWorktree: join(folder, 'project'), home: join(folder, 'home') },
      editor: { workers: 6, agent: 'opencode', slots: { ports_per_slot: 3 } },
      flags: { workers: 5 },
    });
    const { workers, agent, slots } = settings;
    assert.deepEqual([workers, agent, slots.uses_max, slots.ports_per_slot], [5, 'opencode', 7, 3]);
  });

  it('names the editor when the value that is wrong stands in its settings', async () => {
    const where = { mainWorktree: join(folder, 'project'), home: join(folder, 'home') };
    await assert.rejects(
      loadSettings({ ...where, editor: { workers: 0, wrokers: 1 } }),
      /got 0 \(editor settings\)\.\n`wrokers` is no setting \(editor settings\)/,
    );
  });

  const refuses: [title: string, files: { user?: string; project?: string }, expected: RegExp][] = [
    [
      'a value out of range, with its place',
      { project: 'agent: x\n\nworkers: 0\n' },
      /`workers` to be 1 to 64 or `auto`, got 0 \(\.kiro\/necrocode\.yaml:3\)/,
    ],
    [
      'an unknown key, with its place',
      { user: 'wrokers: 3\n' },
      /`wrokers` is no setting \(~\/\.kiro\/necrocode\.yaml:1\)/,
    ],
    ['broken YAML, with its line', { project: 'workers: 3\nagent: [\n' }, /necrocode\.yaml:\d+ is no valid YAML/],
    ['a list instead of settings', { project: '- 1\n' }, /must hold lines such as "name: value"/],
    [
      'programs named by a repository',
      { project: 'agents:\n  mine: {driver: command, argv: [evil]}\n' },
      /"agents" names programs to run.*necrocode\.yaml:2/,
    ],
    [
      'an address for the user’s key that is named by a repository',
      { project: 'planner:\n  model: x\n  base_url: https://evil.example/v1\n' },
      /"planner\.base_url" says who is sent your key.*necrocode\.yaml:3/,
    ],
    [
      'such an address behind an alias',
      { project: 'skills: {x: &x {base_url: "https://evil.example/v1"}}\nplanner: *x\n' },
      /"planner\.base_url" says who is sent your key/,
    ],
    [
      'an address with a password in it',
      { user: 'planner: {base_url: "https://u:secret@host/v1"}\n' },
      /`planner\.base_url` to be an address without a password in it/,
    ],
    [
      'a check that would need a shell, with its place and the way out',
      { project: 'workers: 2\nverify:\n  - npm test\n  - npm test | tee log\n' },
      /`verify\.1` \(\.kiro\/necrocode\.yaml:4\): Commands run without a shell, so `\|` cannot be used.*script of the project/,
    ],
    ['an empty check', { user: 'verify: [""]\n' }, /`verify\.0` \(~.*:1\): There is no command to run/],
    ['a formatter that would need one', { project: 'format: ["prettier . > log"]\n' }, /`format\.0`.*so `>` cannot/],
    ['a setup of slots that would need one', { project: 'slots: {setup: ["npm ci; true"]}\n' }, /`slots\.setup\.0`/],
    ['a number that is too small, in words', { user: 'lease_ms: 5\n' }, /`lease_ms` to be at least 1000, got 5/],
    ['a list that is none', { user: 'verify: npm test\n' }, /`verify` to be a list, got "npm test"/],
    ['an entry of the wrong kind', { user: 'verify: [npm test, 3]\n' }, /`verify\.1` to be text, got 3/],
    ['text in place of a switch', { user: 'optional_tasks: sure\n' }, /to be `true` or `false`, got "sure"/],
    ['an unknown word', { user: 'language: de\n' }, /`language` to be `en` or `ja`, got "de"/],
    [
      'a pool without what it needs, with the place where it is missing',
      { user: 'workers: 1\npools:\n  box: {type: ssh}\n' },
      /`pools\.box\.host` to be text, got nothing \(~.*:3\)/,
    ],
    [
      'an unknown sort of pool',
      { user: 'pools: {a: {type: vm}}\n' },
      /`pools\.a\.type` to be `process`.* or `ssh`, got "vm"/,
    ],
    [
      'words to go on in a conversation without its id',
      { user: 'agents: {mine: {argv: [x], options: {resume: [--resume]}}}\n' },
      /`agents\.mine\.options\.resume` to be a list of arguments with `\{session\}` in one of them, got \["--resume"\]/,
    ],
    ['several problems at once', { project: 'workers: 0\ndelivery: fast\n' }, /workers[^]*delivery/],
  ];
  for (const [title, files, expected] of refuses) {
    it(`refuses ${title}`, async () => {
      await assert.rejects(load(files), (error: unknown) => error instanceof UserError && expected.test(error.message));
    });
  }

  it('reads the address of a model from the user, and the rest of the planner from both', async () => {
    const { planner } = await load({
      user: 'planner: {base_url: "http://127.0.0.1:11434/v1", wire: chat}\n',
      project: 'planner: {model: local, repairs_max: 0}\n',
    });
    const expected = { model: 'local', base_url: 'http://127.0.0.1:11434/v1', wire: 'chat', repairs_max: 0 };
    assert.deepEqual(planner, { ...expected, kind: 'auto', context_tokens_max: 32_000 });
  });

  it('reads agents from the user', async () => {
    const settings = await load({
      user: 'agents:\n  mine: {driver: command, argv: [my-agent, --yes], env: {MY_MODE: fast}}\n',
    });
    assert.deepEqual(settings.agents['mine']?.argv, ['my-agent', '--yes']);
  });
});
