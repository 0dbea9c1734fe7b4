// Real coding agents for the tests, installed on first use into a cache of the project's own. They are no dependencies of the
// product, and what is there is not fetched again. A run's user gets them as people have them: on the PATH, and configured by
// their own files and variables.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { writeFiles } from './repository.ts';
import type { TestRun } from './runs.ts';

const cache = resolve(import.meta.dirname, '../../.cache/agents');

/** Each with the version whose frames the drivers were written for. */
const packages = { opencode: 'opencode-ai@1.18.33', gemini: '@google/gemini-cli@0.61.0' } as const;

export type RealAgent = keyof typeof packages;

/** What each calls the tool that runs a command; `command` and `description` are its input. */
export const shellOf = { opencode: 'bash', gemini: 'run_shell_command' } as const satisfies Record<RealAgent, string>;

const askMsMax = 20_000;
const installMsMax = 180_000;
const linesToldMax = 4;

const programs = new Map<RealAgent, Promise<string>>();

/** Absolute path of the agent's program. It is installed once, and when that fails, everybody hears so at once. */
export function realAgent(name: RealAgent): Promise<string> {
  const program = programs.get(name) ?? install(name);
  programs.set(name, program);
  return program;
}

async function install(name: RealAgent): Promise<string> {
  const folder = join(cache, packages[name].replace('/', '+'));
  const program = join(folder, 'node_modules', '.bin', name);
  if (existsSync(program)) return program;
  // Under another name until it is whole, since an install may be broken off.
  mkdirSync(cache, { recursive: true });
  const half = mkdtempSync(`${folder}.half-`);
  try {
    // An install takes minutes to find out that there is no network.
    await npm(['view', packages[name], 'version'], { half, timeout: askMsMax });
    await npm(['install', '--prefix', half, packages[name]], { half, timeout: installMsMax });
    rmSync(temporaryFolderIn(half), { recursive: true });
    // Somebody else may have been faster.
    if (!existsSync(program)) renameSync(half, folder);
    return program;
  } catch (error) {
    const message = `The tests with real coding agents need ${packages[name]} in ${cache}, and it could not be installed`;
    throw new Error(`${message}; is there a network? ${reasonOf(error)}`, { cause: error });
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
}

async function npm(args: readonly string[], { half, timeout }: { half: string; timeout: number }): Promise<void> {
  // Its installer tries the program, which leaves libraries in the temporary folder.
  const TMPDIR = temporaryFolderIn(half);
  mkdirSync(TMPDIR, { recursive: true });
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--fetch-retries=0'];
  await promisify(execFile)('npm', [...args, ...quiet], { timeout, env: { ...process.env, TMPDIR } });
}

function reasonOf(error: unknown): string {
  const { stderr = '', killed = false } = error as { stderr?: string; killed?: boolean };
  const lines = stderr.replaceAll('npm error ', '').split('\n');
  return killed ? 'It took too long.' : lines.slice(0, linesToldMax).join(', ');
}

function temporaryFolderIn(folder: string): string {
  return join(folder, 'tmp');
}

/** Long, since whatever it is stands nowhere in what is kept. */
export const agentKey = 'a-key-of-nobody-0123456789abcdef';

/** What makes opencode talk to a model on this machine, all of it in its own variable. */
export function opencodeConfig(url: string): string {
  return JSON.stringify({
    provider: {
      mock: {
        ...{ npm: '@ai-sdk/openai-compatible', name: 'Mock', options: { baseURL: `${url}/v1`, apiKey: agentKey } },
        models: {
          m: {
            name: 'm',
            tool_call: true,
            limit: { context: 100_000, output: 1000 },
            cost: { input: 100, output: 1000 },
          },
        },
      },
    },
    ...{ model: 'mock/m', small_model: 'mock/m', autoupdate: false, share: 'disabled' },
  });
}

/** The same for gemini. Without a model of its own it asks another one which to take; a limit it would wait out, for minutes. */
const geminiSettings = {
  security: { auth: { selectedType: 'gemini-api-key' } },
  model: { name: 'gemini-2.5-flash' },
  general: { maxAttempts: 1 },
};

/** What stands in the home of whoever has these agents. */
export const agentFiles: Readonly<Record<string, string>> = {
  '.gemini/settings.json': JSON.stringify(geminiSettings),
  // Into every new home opencode installs from the network what plugins are written with, unless that was done.
  '.config/opencode/node_modules/.keep': '',
  '.config/opencode/package-lock.json': '{"packages":{"":{"dependencies":{"@opencode-ai/plugin":"*"}}}}',
};

/** The variables that aim both agents at the model. */
export function agentVariables(url: string): Record<string, string> {
  return { OPENCODE_CONFIG_CONTENT: opencodeConfig(url), GEMINI_API_KEY: agentKey, GOOGLE_GEMINI_BASE_URL: url };
}

/** From now on the user of the run has these agents; nothing of the machine's user is in what they see. */
export async function giveAgents(run: TestRun, names: readonly RealAgent[], url: string): Promise<void> {
  const folders = (await Promise.all(names.map(realAgent))).map(dirname);
  // They unpack libraries into the temporary folder, and leave them there.
  const TMPDIR = join(run.repository.folder, 'tmp');
  mkdirSync(TMPDIR, { recursive: true });
  for (const name of ['CONFIG', 'DATA', 'CACHE', 'STATE']) delete run.env[`XDG_${name}_HOME`];
  const PATH = [...folders, dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
  Object.assign(run.env, { PATH, TMPDIR, ...agentVariables(url) });
  writeFiles(run.home, agentFiles);
}
