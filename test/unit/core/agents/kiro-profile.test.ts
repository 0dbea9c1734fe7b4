import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeKiroProfile } from '../../../../src/core/agents/kiro-profile.ts';
import { presets } from '../../../../src/core/agents/presets.ts';
import { testRepository } from '../../../support/repository.ts';
import type { TestRepository } from '../../../support/repository.ts';

/** Writes the profile into the main worktree, as if that were a slot. */
async function write({ mainWorktree, commonDir }: TestRepository, argv: readonly string[]): Promise<string> {
  const agent = { name: 'kiro', driver: 'acp' as const, argv: [...argv], env: {} };
  await writeKiroProfile({ agent, slot: { name: 's', path: mainWorktree, git_dir: commonDir } }, 'asks');
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
});
