import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineOfKiro, prepareKiro } from '../../../../src/core/agents/kiro-profile.ts';
import { presets } from '../../../../src/core/agents/presets.ts';
import { parseYamlFile } from '../../../../src/core/base/yaml-file.ts';
import type { AgentOptions } from '../../../../src/core/model/spirit.ts';
import { testRepository } from '../../../support/repository.ts';
import type { TestRepository } from '../../../support/repository.ts';

/** Writes the profile into the main worktree, as if that were a slot. */
async function write(
  { mainWorktree, commonDir }: TestRepository,
  argv: readonly string[],
  options: AgentOptions = {},
): Promise<string> {
  const agent = { name: 'kiro', driver: 'acp' as const, argv: [...argv], env: {}, options };
  await prepareKiro({ agent, slot: { name: 's', path: mainWorktree, git_dir: commonDir } }, 'asks');
  return join(mainWorktree, '.kiro/agents/necrocode.json');
}

describe('the profile for Kiro', () => {
  it('is written for launch lines that name it, without MCP servers, and hidden from git', async () => {
    using repository = testRepository();
    const path = await write(repository, presets['kiro']!.argv);
    const profile: unknown = JSON.parse(readFileSync(path, 'utf8'));
    assert.partialDeepStrictEqual(profile, { name: 'necrocode', includeMcpJson: false, mcpServers: {} });
    assert.equal(repository.git(['status', '--porcelain']), '');
  });

  it('leaves one alone that the repository brings along', async () => {
    using repository = testRepository();
    repository.commit({ '.kiro/agents/necrocode.json': '{}' });
    assert.equal(readFileSync(await write(repository, presets['kiro']!.argv), 'utf8'), '{}');
  });

  it('is not written for other agents, nor for the engine that is given none', async () => {
    using repository = testRepository();
    for (const name of ['opencode', 'kiro-v3']) {
      assert.equal(existsSync(await write(repository, presets[name]!.argv)), false, name);
    }
  });

  it('has the current task and the steering among its resources, and the MCP servers only when they are wanted', async () => {
    for (const mcp of [undefined, true]) {
      using repository = testRepository();
      const text = readFileSync(await write(repository, presets['kiro']!.argv, mcp === true ? { mcp } : {}), 'utf8');
      const resources = ['file://.kiro/current-task.md', 'file://.kiro/steering/**/*.md', 'file://AGENTS.md'];
      assert.partialDeepStrictEqual(JSON.parse(text) as object, {
        ...{ resources, includeMcpJson: mcp === true, tools: mcp === true ? ['*'] : ['@builtin'] },
      });
    }
  });

  it('lies outside the slot for the second engine, which rewrites what it finds, and is of that engine’s form', async () => {
    using repository = testRepository();
    const { mainWorktree: path, commonDir: git_dir, folder } = repository;
    const agent = { name: 'kiro-v3', driver: 'acp' as const, argv: [...presets['kiro-v3']!.argv], env: {} };
    const payload = { agent, slot: { name: 's', path, git_dir }, attempt_dir: join(folder, 'attempt') };
    const { KIRO_AGENT_CONFIG_DIR: profiles = '' } = await prepareKiro(payload, 'asks');
    assert.equal(profiles, join(folder, 'attempt', 'kiro-agents'));
    const [, front = ''] = readFileSync(join(profiles, 'necrocode.md'), 'utf8').split('---');
    assert.partialDeepStrictEqual(parseYamlFile(front, 'profile').values, {
      ...{ name: 'necrocode', tools: ['read', 'write', 'shell'], includeMcpJson: false },
      resources: ['file://.kiro/current-task.md', 'file://.kiro/steering/**/*.md', 'file://AGENTS.md'],
    });
    assert.equal(existsSync(join(path, '.kiro')), false);
  });
});

describe('the engine of Kiro', () => {
  const lines: [line: string, engine: 'v2' | 'v3' | undefined][] = [
    ['kiro-cli acp --agent-engine v2 --agent necrocode', 'v2'],
    ['/opt/kiro/kiro-cli-chat acp', 'v2'],
    ['kiro-cli acp --agent-engine=v3 --auth-method=cli', 'v3'],
    ['kiro-cli chat --v3', 'v3'],
    ['kiro .', undefined],
    ['opencode acp', undefined],
  ];
  for (const [line, engine] of lines) {
    it(`of \`${line}\` is ${engine ?? 'none'}`, () => assert.equal(engineOfKiro({ argv: line.split(' ') }), engine));
  }
});
