// What Kiro works under in an attempt: an agent profile of our own, without MCP servers, with the current task and the project's
// steering among its resources, and never pushing. Its first engine reads it from the slot, where it is hidden from git; one that
// the repository brings along is left alone. Its second engine gets a folder of profiles outside the slot: it rewrites profiles
// of the older form wherever it looks for them, and workers must not race for the user's or change the repository's.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { codeOf } from '../base/errors.ts';
import { excludeFromGit } from '../base/exclude.ts';
import { joinInside, readTextIfExists } from '../base/files.ts';
import type { AgentLaunch, Assignment } from '../model/spirit.ts';

export const kiroProfileName = 'necrocode';

/** `asks`: whatever changes something is asked for. `trusts`: nobody is there to be asked, and asking would mean no. */
export type KiroTrust = 'asks' | 'trusts';

type Payload = Pick<Assignment['payload'], 'agent' | 'slot'> & Partial<Pick<Assignment['payload'], 'attempt_dir'>>;

const profilePath = `.kiro/agents/${kiroProfileName}.json`;

const description = 'Works on one task of a plan, in a folder of its own.';
const readingTools = ['read', 'grep', 'glob', 'code', 'fs_read', 'todo_list'];
const changingTools = ['write', 'shell', 'fs_write', 'execute_bash'];
const resources = ['file://.kiro/current-task.md', 'file://.kiro/steering/**/*.md', 'file://AGENTS.md'];

/** Undefined for other agents. The first engine is the one that Kiro takes by itself. */
export function engineOfKiro({ argv }: { argv: readonly string[] }): 'v2' | 'v3' | undefined {
  if (!/(?:^|[\\/])kiro-cli(?:-chat)?(?:\.exe)?$/.test(argv[0] ?? '')) return undefined;
  return /(?:--agent-engine[= ]|--)v3\b/.test(argv.join(' ')) ? 'v3' : 'v2';
}

/** Writes the profile, and gives the variables that lead Kiro to it. Does nothing for other agents. */
export async function prepareKiro(payload: Payload, trust: KiroTrust): Promise<Record<string, string>> {
  const engine = engineOfKiro(payload.agent);
  if (engine === 'v2') await writeIntoSlot(payload, trust);
  if (engine !== 'v3' || payload.attempt_dir === undefined) return {};
  const folder = join(payload.attempt_dir, 'kiro-agents');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${kiroProfileName}.md`), kiroProfileOfV3(payload.agent));
  return { KIRO_AGENT_CONFIG_DIR: folder };
}

/** Only for launch lines that ask for it by name. */
async function writeIntoSlot({ agent, slot }: Payload, trust: KiroTrust): Promise<void> {
  const at = agent.argv.indexOf('--agent');
  if (at === -1 || agent.argv[at + 1] !== kiroProfileName) return;
  await excludeFromGit(await commonDirOf(slot.git_dir), [`/${profilePath}`]);
  const folder = await joinInside(slot.path, dirname(profilePath));
  await mkdir(folder, { recursive: true });
  const text = `${JSON.stringify(kiroProfile(trust, agent), null, 2)}\n`;
  try {
    await writeFile(join(folder, `${kiroProfileName}.json`), text, { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** In the JSON form of Kiro's first engine; an unknown key would make Kiro fall back to its default agent without a word. */
export function kiroProfile(trust: KiroTrust, { options }: Pick<AgentLaunch, 'options'>): Record<string, unknown> {
  return {
    name: kiroProfileName,
    description,
    tools: options?.mcp === true ? ['*'] : ['@builtin'],
    allowedTools: trust === 'asks' ? readingTools : [...readingTools, ...changingTools],
    toolsSettings: {
      shell: { deniedCommands: ['git push.*', 'git send-pack.*'] },
      fs_write: { allowedPaths: ['./**'] },
    },
    mcpServers: {},
    includeMcpJson: options?.mcp === true,
    resources,
  };
}

/** In the form of Kiro's second engine: front matter, which is read as YAML, and a prompt. What it may do is asked for. */
export function kiroProfileOfV3({ options }: Pick<AgentLaunch, 'options'>): string {
  const front = {
    name: kiroProfileName,
    description,
    ...(options?.mcp === true ? {} : { tools: ['read', 'write', 'shell'] }),
    includeMcpJson: options?.mcp === true,
    resources,
  };
  const lines = Object.entries(front).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return ['---', ...lines, '---', '', 'Carry out the task of .kiro/current-task.md in this folder.', ''].join('\n');
}

/** A linked worktree names the repository that it belongs to in a file (gitrepository-layout(5)). */
async function commonDirOf(gitDir: string): Promise<string> {
  const named = await readTextIfExists(join(gitDir, 'commondir'));
  return named === undefined ? gitDir : resolve(gitDir, named.trim());
}
