// The agent profile that Kiro works under in a slot: without MCP servers, with the current task among its resources, and never
// pushing. It is written into the slot, hidden from git, and only for launch lines that ask for it by name. A profile of that
// name that the repository brings along is left alone.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { codeOf } from '../base/errors.ts';
import { excludeFromGit } from '../base/exclude.ts';
import { joinInside, readTextIfExists } from '../base/files.ts';
import type { Assignment } from '../model/spirit.ts';

export const kiroProfileName = 'necrocode';

/** `asks`: whatever changes something is asked for. `trusts`: nobody is there to be asked, and asking would mean no. */
export type KiroTrust = 'asks' | 'trusts';

const profilePath = `.kiro/agents/${kiroProfileName}.json`;

const readingTools = ['read', 'grep', 'glob', 'code', 'fs_read', 'todo_list'];
const changingTools = ['write', 'shell', 'fs_write', 'execute_bash'];

/** Does nothing for other agents, and for Kiro's second engine, which is given no profile. */
export async function writeKiroProfile(
  { agent, slot }: Pick<Assignment['payload'], 'agent' | 'slot'>,
  trust: KiroTrust,
): Promise<void> {
  const at = agent.argv.indexOf('--agent');
  if (!/kiro-cli/.test(agent.argv[0] ?? '') || at === -1 || agent.argv[at + 1] !== kiroProfileName) return;
  await excludeFromGit(await commonDirOf(slot.git_dir), [`/${profilePath}`]);
  const folder = await joinInside(slot.path, dirname(profilePath));
  await mkdir(folder, { recursive: true });
  const text = `${JSON.stringify(kiroProfile(trust), null, 2)}\n`;
  try {
    await writeFile(join(folder, `${kiroProfileName}.json`), text, { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** In the JSON form of Kiro's first engine; an unknown key would make Kiro fall back to its default agent without a word. */
export function kiroProfile(trust: KiroTrust): Record<string, unknown> {
  return {
    name: kiroProfileName,
    description: 'Works on one task of a plan, in a folder of its own.',
    tools: ['@builtin'],
    allowedTools: trust === 'asks' ? readingTools : [...readingTools, ...changingTools],
    toolsSettings: {
      shell: { deniedCommands: ['git push.*', 'git send-pack.*'] },
      fs_write: { allowedPaths: ['./**'] },
    },
    mcpServers: {},
    includeMcpJson: false,
    resources: ['file://.kiro/current-task.md', 'file://.kiro/steering/**/*.md', 'file://AGENTS.md'],
  };
}

/** A linked worktree names the repository that it belongs to in a file (gitrepository-layout(5)). */
async function commonDirOf(gitDir: string): Promise<string> {
  const named = await readTextIfExists(join(gitDir, 'commondir'));
  return named === undefined ? gitDir : resolve(gitDir, named.trim());
}
