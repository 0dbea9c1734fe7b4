// The front door of the agents. From the controller's side: which agent a name means, which playbook a skill has, and which
// agents can be used here. From the runner's side: a session with the agent of an assignment. The drivers for real agents are
// loaded when they are needed only.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../base/environment.ts';
import { codeOf, UserError } from '../base/errors.ts';
import type { AgentSettings, Settings } from '../model/settings.ts';
import type { AgentLaunch, Conversation } from '../model/spirit.ts';
import { chooseAgent, noneUsable, type Ask, type Chosen } from './choose.ts';
import { startCommand } from './command.ts';
import type { AgentContext, AgentSession, Driver } from './driver.ts';
import { findProgram } from './find-program.ts';
import { prepareForPerson } from './interactive.ts';
import type { Opened, Opening } from './interactive.ts';
import { startPlaybook } from './playbook.ts';
import { readPlaybook } from './playbook-file.ts';
import { presets } from './presets.ts';
import type { Preset } from './presets.ts';
import { probeAgent } from './probe.ts';
import { isSessionId } from './recorder.ts';

export { chooseAgent, inBrackets, reason } from './choose.ts';
export type { Chosen } from './choose.ts';
export { probeAgent, probeAgents } from './probe.ts';
export type { AgentProbe } from './probe.ts';
export type { Opened } from './interactive.ts';

export interface Agents {
  /** An agent by its name. @throws UserError when no such agent is known. */
  launch(name: string): AgentLaunch;
  /** Those that `auto` looks at, in its order: the user's own, then Kiro, then the others that are installed. */
  candidates(): AgentLaunch[];
  /** Looks anew which agent a name means, and remembers it for `resolve`. @throws UserError when it is not known, or `auto` finds none. */
  choose(name: string): Promise<Found>;
  /** The agent of an attempt: `auto` is what the last look has found, so that a task costs none. @throws UserError like `choose`. */
  resolve(name: string): Promise<AgentLaunch>;
  /** Absolute path of the playbook of this name, else of the one that names the skill, if the repository has one. */
  playbook(name: string | undefined, skill: string | undefined): Promise<string | undefined>;
  /** By the name of an agent, what it uses up: presets of one program have one account, and rest together. */
  readonly quotas: ReadonlyMap<string, string>;
}

interface Found extends Chosen {
  agent: AgentLaunch;
}

export interface AgentsOptions {
  mainWorktree: string;
  /** The user's own agents, by name. */
  settings: Pick<Settings, 'agents'>;
  /** Where agents are looked for. */
  env?: Environment;
  /** How it is found out whether one can be used; by asking it when absent. */
  ask?: Ask;
}

export const playbooksFolder = '.kiro/playbooks';

const drivers: Record<AgentLaunch['driver'], Driver> = {
  command: startCommand,
  playbook: (context) => startPlaybook(context, undefined),
  acp: async (context) => (await import('./acp/acp.ts')).startAcp(context),
  headless: async (context) => (await import('./headless/headless.ts')).startHeadless(context),
};

/** The session for an assignment; a playbook, when there is one, leads the agent. @throws UserError for a playbook that is wrong. */
export async function startAgent(context: AgentContext): Promise<AgentSession> {
  const { agent, playbook } = context.assignment.payload;
  // The agent's own key is for the agent alone: neither checks nor the steps of a playbook see it.
  const own = { ...context, goesOn: tellable(context), env: { ...ownVariables(agent, process.env), ...context.env } };
  const session = drivers[agent.driver];
  if (playbook === undefined || agent.driver === 'playbook') return session(own);
  return startPlaybook(context, await session(own));
}

/** An id goes into command lines, and has lain in files since the agent told it. */
function tellable({ goesOn }: AgentContext): Conversation | undefined {
  return goesOn !== undefined && isSessionId(goesOn.session) ? goesOn : undefined;
}

/** What a person starts in a terminal to do the attempt themselves. @throws UserError when the agent's program is not there. */
export async function openForPerson(opening: Opening, source: Environment): Promise<Opened> {
  const own = ownVariables(opening.payload.agent, source);
  return prepareForPerson({ ...opening, env: { ...own, ...opening.env } });
}

/** Everything in `source` that some agent, known by name or the user's own, may be given. */
export function variablesOfAgents(agents: Settings['agents'], source: Environment): Record<string, string> {
  const env_allow = [...Object.values(presets), ...Object.values(agents)].flatMap((agent) => agent.env_allow ?? []);
  return ownVariables({ env_allow }, source);
}

function ownVariables({ env_allow = [] }: Pick<AgentLaunch, 'env_allow'>, source: Environment): Record<string, string> {
  const named = env_allow.map((name) => [name, source[name]] as const);
  return Object.fromEntries(named.filter((pair): pair is [string, string] => pair[1] !== undefined));
}

export async function openAgents(options: AgentsOptions): Promise<Agents> {
  const { mainWorktree, settings, env = process.env } = options;
  const { ask = (agent, { msMax }) => probeAgent(agent, { env, msMax }) } = options;
  const folder = join(mainWorktree, playbooksFolder);
  const names = await playbookFiles(folder);
  const launch = (name: string) => resolveAgent(name, settings.agents);
  const candidates = () => [...new Set([...Object.keys(settings.agents), ...installedPresets(env)])].map(launch);
  const look = async (): Promise<Found> => {
    const { agent, reasons } = await chooseAgent(candidates(), ask);
    if (agent !== undefined) return { agent, reasons };
    if (names.length > 0) return { agent: launch('playbook'), reasons };
    throw noneUsable(reasons, playbooksFolder);
  };
  const isOpen = (name: string) => name === 'auto' && settings.agents[name] === undefined;
  let last: Promise<Found> | undefined;
  return {
    launch,
    candidates,
    async choose(name) {
      if (!isOpen(name)) return { agent: launch(name), reasons: [] };
      const found = await look();
      last = Promise.resolve(found);
      return found;
    },
    async resolve(name) {
      if (!isOpen(name)) return launch(name);
      last ??= look();
      try {
        return (await last).agent;
      } catch (error) {
        // Somebody may sign in meanwhile.
        last = undefined;
        throw error;
      }
    },
    playbook: async (name, skill) => findPlaybook(folder, { name, skill }),
    quotas: quotasOf(settings.agents),
  };
}

/** The presets whose program is on the PATH, in the order in which `auto` looks at them. Nothing is started. */
function installedPresets(env: Environment): string[] {
  return Object.keys(presets).filter((name) => {
    const program = presets[name]?.argv[0];
    return program !== undefined && findProgram(program, env) !== undefined;
  });
}

/** An agent with variables of the user's own may well have an account of its own. */
function quotasOf(agents: Settings['agents']): ReadonlyMap<string, string> {
  const shared = Object.entries(presets).flatMap(
    ([
      name,
      {
        argv: [program],
      },
    ]) => {
      const own = agents[name];
      const isPreset = own === undefined || (own.argv === undefined && Object.keys(own.env).length === 0);
      return program === undefined || !isPreset ? [] : [[name, `program:${program}`] as const];
    },
  );
  return new Map(shared);
}

/** One of the user's own before any preset. @throws UserError when no such agent is known. */
export function resolveAgent(name: string, agents: Readonly<Record<string, AgentSettings>> = {}): AgentLaunch {
  const own = agents[name];
  if (own !== undefined) return launchOfOwn(name, own);
  if (presets[name] !== undefined) return launchOfPreset(name, presets[name]);
  const names = [...Object.keys(agents), ...Object.keys(presets)].join(', ');
  throw new UserError(`The agent "${name}" is not known.`, {
    hint: `Known are: ${names}.`,
    ja: { message: `エージェント「${name}」は登録されていません。`, hint: `使える名前: ${names}` },
  });
}

/** The user's own settings for a preset keep its launch line, and what goes with that line, unless they say otherwise. */
function launchOfOwn(name: string, own: AgentSettings): AgentLaunch {
  const { driver, argv, env, env_allow, options, terminal } = own;
  const preset = argv === undefined ? presets[name] : undefined;
  const allow = env_allow ?? preset?.env_allow;
  const ways = options === undefined ? preset?.options : { ...preset?.options, ...options };
  const face = terminal ?? preset?.terminal;
  const gap = own.start_gap_ms ?? preset?.start_gap_ms;
  return {
    ...{ name, driver: driver ?? preset?.driver ?? 'command', argv: argv ?? preset?.argv ?? [] },
    env: { ...preset?.env, ...env },
    ...(allow === undefined ? {} : { env_allow: allow }),
    ...(ways === undefined ? {} : { options: ways }),
    ...(face === undefined ? {} : { terminal: face }),
    ...(gap === undefined ? {} : { start_gap_ms: gap }),
  };
}

function launchOfPreset(name: string, { hint: _hint, ...launch }: Preset): AgentLaunch {
  return { name, ...launch };
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
      ja: {
        message: `プレイブック「${name}」はありません。`,
        hint: `${playbooksFolder}/${name}.yaml として作成してください。`,
      },
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
