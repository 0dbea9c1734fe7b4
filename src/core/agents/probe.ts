// Looks which of the known agents can be used here, and says why not. Each is asked for its version and, where it has a command
// for that, whether somebody is signed in. All are asked at once, each within a bounded time; nothing is changed and no model is
// called.
import { homedir } from 'node:os';
import { allowedEnvironment } from '../base/environment.ts';
import type { Environment } from '../base/environment.ts';
import { CommandError, type Words } from '../base/errors.ts';
import { exec } from '../base/exec.ts';
import type { Language } from '../base/text.ts';
import type { AgentLaunch } from '../model/spirit.ts';
import { findProgram } from './find-program.ts';
import { presets } from './presets.ts';
import type { Preset } from './presets.ts';

export interface AgentProbe {
  name: string;
  usable: boolean;
  version?: string;
  /** Why it cannot be used and the way out. */
  why?: Readonly<Record<Language, Words>>;
}

const probeMsMax = 20_000;
const outputBytesMax = 16 * 1024;

export async function probeAgents(env: Environment, { signal }: { signal?: AbortSignal } = {}): Promise<AgentProbe[]> {
  const rows = Object.entries(presets).filter(([, { argv }]) => argv.length > 0);
  return Promise.all(rows.map(([name, preset]) => probe(name, preset, { env, signal })));
}

/** One agent. A known one is asked as above; of a user's own it is only looked whether the program is there. */
export async function probeAgent(
  { name, argv: [program = ''] }: Pick<AgentLaunch, 'name' | 'argv'>,
  { env, signal }: { env: Environment; signal?: AbortSignal | undefined },
): Promise<AgentProbe> {
  const preset = presets[name];
  if (preset !== undefined && preset.argv[0] === program) return probe(name, preset, { env, signal });
  if (findProgram(program, env) !== undefined) return { name, usable: true };
  return { name, usable: false, why: because(missing(program)) };
}

async function probe(
  name: string,
  { argv: [program = ''], env: own, env_allow = [], hint }: Preset,
  { env, signal }: { env: Environment; signal: AbortSignal | undefined },
): Promise<AgentProbe> {
  if (findProgram(program, env) === undefined) {
    return { name, usable: false, why: because(missing(program), hint?.install) };
  }
  const childEnv = { ...allowedEnvironment(env, { allow: env_allow }), ...own };
  const version = await ask(program, ['--version'], { env: childEnv, signal });
  if (!version.ok) {
    return { name, usable: false, why: because(version.why, hint?.install) };
  }
  const told = { name, ...(version.line === '' ? {} : { version: version.line }) };
  const signIn = hint?.signInProbe;
  const hasKey = env_allow.some((variable) => variable.endsWith('_API_KEY') && (env[variable] ?? '') !== '');
  if (signIn === undefined || hasKey) return { ...told, usable: true };
  const answer = await ask(program, signIn, { env: childEnv, signal });
  if (answer.ok) return { ...told, usable: true };
  return { ...told, usable: false, why: because(signedOut, hint?.signIn) };
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
  { env, signal }: { env: Record<string, string>; signal: AbortSignal | undefined },
): Promise<Answer> {
  try {
    const { stdout } = await exec(program, args, {
      ...{ cwd: homedir(), env, signal, timeoutMs: probeMsMax, graceMs: 500, outputBytesMax },
    });
    const line = stdout.trim().split('\n')[0] ?? '';
    return { ok: true, line: line.slice(0, 100) };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { ok: false, why: failed(`${program} ${args.join(' ')}`, error) };
  }
}

function failed(line: string, { isTimedOut, exitCode }: CommandError): Sentence {
  const [seconds, status] = [String(probeMsMax / 1000), String(exitCode)];
  if (isTimedOut)
    return { en: `${line} did not answer within ${seconds} s.`, ja: `${line} が ${seconds} 秒以内に応答しません。` };
  return { en: `${line} ended with status ${status}.`, ja: `${line} がステータス ${status} で終了しました。` };
}
