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
    assert.deepEqual(planner, { ...expected, context_tokens_max: 32_000 });
  });

  it('reads agents from the user', async () => {
    const settings = await load({
      user: 'agents:\n  mine: {driver: command, argv: [my-agent, --yes], env: {MY_MODE: fast}}\n',
    });
    assert.deepEqual(settings.agents['mine']?.argv, ['my-agent', '--yes']);
  });
});
