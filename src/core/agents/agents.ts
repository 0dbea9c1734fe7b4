// The front door of the agents. From the controller's side: which agent a name means, and which playbook a skill has. From the
// runner's side: a session with the agent of an assignment. A driver that is not there yet says so instead of failing oddly.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, UserError } from '../base/errors.ts';
import type { AgentSettings, Settings } from '../model/settings.ts';
import type { AgentLaunch } from '../model/spirit.ts';
import { startCommand } from './command.ts';
import { unavailable } from './driver.ts';
import type { AgentContext, AgentSession, Driver } from './driver.ts';
import { startPlaybook } from './playbook.ts';
import { readPlaybook } from './playbook-file.ts';
import { presets } from './presets.ts';

export interface Agents {
  /** @throws UserError when no such agent is known, or none can be chosen. */
  resolve(name: string): AgentLaunch;
  /** Absolute path of the playbook of this name, else of the one that names the skill, if the repository has one. */
  playbook(name: string | undefined, skill: string | undefined): Promise<string | undefined>;
}

export interface AgentsOptions {
  mainWorktree: string;
  /** The user's own agents, by name. */
  settings: Pick<Settings, 'agents'>;
}

export const playbooksFolder = '.kiro/playbooks';

const drivers: Record<AgentLaunch['driver'], Driver> = {
  command: startCommand,
  playbook: (context) => startPlaybook(context, undefined),
  acp: notYet,
  headless: notYet,
};

/** The session for an assignment; a playbook, when there is one, leads the agent. @throws UserError for a playbook that is wrong. */
export async function startAgent(context: AgentContext): Promise<AgentSession> {
  const { agent, playbook } = context.assignment.payload;
  const session = drivers[agent.driver];
  if (playbook === undefined || agent.driver === 'playbook') return session(context);
  return startPlaybook(context, await session(context));
}

export async function openAgents({ mainWorktree, settings }: AgentsOptions): Promise<Agents> {
  const folder = join(mainWorktree, playbooksFolder);
  const names = await playbookFiles(folder);
  return {
    resolve: (name) => resolveAgent(name, { agents: settings.agents, hasPlaybooks: names.length > 0 }),
    playbook: async (name, skill) => findPlaybook(folder, { name, skill }),
  };
}

/** `auto`: the first of the user's own agents, else the repository's playbooks. */
export function resolveAgent(
  name: string,
  { agents, hasPlaybooks }: { agents: Readonly<Record<string, AgentSettings>>; hasPlaybooks: boolean },
): AgentLaunch {
  const own = agents[name];
  if (own !== undefined) return { name, driver: own.driver, argv: own.argv ?? presets[name]?.argv ?? [], env: own.env };
  const preset = presets[name];
  if (preset !== undefined) return { name, ...preset };
  if (name !== 'auto') {
    const known = [...Object.keys(agents), ...Object.keys(presets)].join(', ');
    throw new UserError(`The agent "${name}" is not known.`, { hint: `Known are: ${known}.` });
  }
  const [first] = Object.keys(agents);
  if (first !== undefined) return resolveAgent(first, { agents, hasPlaybooks });
  if (hasPlaybooks) return resolveAgent('playbook', { agents, hasPlaybooks });
  throw new UserError('No agent is set up.', {
    hint: `Name one with --agent, add one under \`agents:\` in ~/.kiro/necrocode.yaml, or write a playbook in ${playbooksFolder}.`,
  });
}

async function findPlaybook(
  folder: string,
  { name, skill }: { name: string | undefined; skill: string | undefined },
): Promise<string | undefined> {
  const files = await playbookFiles(folder);
  const byName = (wanted: string): string | undefined => files.find((file) => file.replace(/\.ya?ml$/, '') === wanted);
  if (name !== undefined) {
    const file = byName(name);
    if (file !== undefined) return join(folder, file);
    throw new UserError(`The playbook "${name}" does not exist.`, {
      hint: `Write it as ${playbooksFolder}/${name}.yaml.`,
    });
  }
  if (skill !== undefined) {
    for (const file of files) {
      const path = join(folder, file);
      if ((await readPlaybook(path)).skill === skill) return path;
    }
  }
  const file = (skill === undefined ? undefined : byName(skill)) ?? byName('default');
  return file === undefined ? undefined : join(folder, file);
}

async function playbookFiles(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((file) => /^[\w.-]+\.ya?ml$/.test(file)).sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
    throw error;
  }
}

async function notYet({ assignment }: AgentContext): Promise<AgentSession> {
  const { name, driver } = assignment.payload.agent;
  return unavailable(
    `The agent "${name}" speaks through the driver "${driver}", which is not available in this version. ` +
      'Give it a launch line of its own with `driver: command` under `agents:` in ~/.kiro/necrocode.yaml.',
  );
}
