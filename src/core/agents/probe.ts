// Looks which of the known agents can be used here, and says why not. Each is asked for its version and, where it has a command
// for that, whether somebody is signed in; where nothing tells, that is said, and it counts as usable. All are asked at once, each within a bounded time; nothing is changed and no model is
// called.
import { homedir } from 'node:os';
import { isAbsolute } from 'node:path';
import { allowedEnvironment } from '../base/environment.ts';
import type { Environment } from '../base/environment.ts';
import { CommandError, type Words } from '../base/errors.ts';
import { exec } from '../base/exec.ts';
import type { Language } from '../base/text.ts';
import type { AgentLaunch } from '../model/spirit.ts';
import { findProgram } from './find-program.ts';
import type { AgentHint } from './hints.ts';
import { presets } from './presets.ts';

export interface AgentProbe {
  name: string;
  usable: boolean;
  version?: string;
  /** Nothing tells for certain whether somebody is signed in; absent where it is known, and for the user's own agents. */
  sign_in?: 'unknown';
  /** Why it cannot be used and the way out. */
  why?: Readonly<Record<Language, Words>>;
}

const probeMsMax = 20_000;
const outputBytesMax = 16 * 1024;

export async function probeAgents(env: Environment, { signal }: { signal?: AbortSignal } = {}): Promise<AgentProbe[]> {
  const rows = Object.entries(presets).filter(([, { argv }]) => argv.length > 0);
  return Promise.all(rows.map(([name, preset]) => probe({ name, ...preset }, preset.hint, { env, signal })));
}

export interface ProbeOptions {
  env: Environment;
  signal?: AbortSignal | undefined;
  /** For one question. */
  msMax?: number;
}

/** One agent. A known one is asked as above; of a user's own it is only looked whether the program is there. */
export async function probeAgent(agent: AgentLaunch, options: ProbeOptions): Promise<AgentProbe> {
  const { name, driver, argv, env: own } = agent;
  const [program = ''] = argv;
  const preset = presets[name];
  if (driver === 'playbook' || isLookedForLater(program)) return { name, usable: true };
  if (preset !== undefined && preset.argv[0] === program) return probe(agent, preset.hint, options);
  if (findProgram(program, { ...options.env, ...own }) !== undefined) return { name, usable: true };
  return { name, usable: false, why: because(missing(program)) };
}

/** A program with a path from the slot is looked for where the attempt runs, and not before. */
function isLookedForLater(program: string): boolean {
  return /[\\/]/.test(program) && !isAbsolute(program);
}

async function probe(
  { name, argv: [program = ''], env: own, env_allow = [] }: AgentLaunch,
  hint: AgentHint | undefined,
  { env, signal, msMax = probeMsMax }: ProbeOptions,
): Promise<AgentProbe> {
  if (findProgram(program, { ...env, ...own }) === undefined) {
    return { name, usable: false, why: because(missing(program), hint?.install) };
  }
  const childEnv = { ...allowedEnvironment(env, { allow: env_allow }), ...own };
  const asking = { env: childEnv, signal, msMax };
  const version = await ask(program, ['--version'], asking);
  if (!version.ok) {
    return { name, usable: false, why: because(version.why, hint?.install) };
  }
  const told = { name, ...(version.line === '' ? {} : { version: version.line }) };
  const { signInProbe = 'unknown', keys = [], signIn } = hint ?? {};
  if (keys.some((key) => (childEnv[key] ?? '') !== '')) return { ...told, usable: true };
  const unknown = { ...told, usable: true, sign_in: 'unknown' } as const;
  if (signInProbe === 'unknown') return unknown;
  const { args, program: asked = program } = signInProbe;
  // An adapter may bring its agent with it.
  if (findProgram(asked, childEnv) === undefined) return unknown;
  const answer = await ask(asked, args, asking);
  if (answer.ok) return { ...told, usable: true };
  return { ...told, usable: false, why: because(signedOut, signIn) };
}

const missing = (program: string): Sentence => ({
  en: `${program} is not on the PATH.`,
  ja: `${program} が PATH にありません。`,
});

const signedOut: Sentence = { en: 'Nobody is signed in.', ja: 'サインインしていません。' };

function because(message: Sentence, hint?: Sentence): Record<Language, Words> {
  return { en: { message: message.en, hint: hint?.en }, ja: { message: message.ja, hint: hint?.ja } };
}

type Sentence = Readonly<Record<Language, string>>;
type Answer = { ok: true; line: string } | { ok: false; why: Sentence };

async function ask(
  program: string,
  args: readonly string[],
  { env, signal, msMax }: { env: Record<string, string>; signal: AbortSignal | undefined; msMax: number },
): Promise<Answer> {
  try {
    const { stdout } = await exec(program, args, {
      ...{ cwd: homedir(), env, signal, timeoutMs: msMax, graceMs: 500, outputBytesMax },
    });
    const line = stdout.trim().split('\n')[0] ?? '';
    return { ok: true, line: line.slice(0, 100) };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { ok: false, why: failed(`${program} ${args.join(' ')}`, error, msMax) };
  }
}

function failed(line: string, { isTimedOut, exitCode }: CommandError, msMax: number): Sentence {
  const [seconds, status] = [String(Math.round(msMax / 1000)), String(exitCode)];
  if (isTimedOut)
    return { en: `${line} did not answer within ${seconds} s.`, ja: `${line} が ${seconds} 秒以内に応答しません。` };
  return { en: `${line} ended with status ${status}.`, ja: `${line} がステータス ${status} で終了しました。` };
}
