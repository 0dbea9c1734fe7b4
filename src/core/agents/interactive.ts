// What stands in a person's terminal when they do an attempt themselves: the agent's own face, in the conversation that it has had
// or with a first prompt; a shell for agents that have none. It prepares what is started, and starts nothing.
import { UserError } from '../base/errors.ts';
import type { AgentLaunch, Assignment } from '../model/spirit.ts';
import { findProgram } from './find-program.ts';
import { prepareKiro } from './kiro-profile.ts';
import { personsShell } from './persons-shell.ts';
import { hintOf } from './presets.ts';
import { isSessionId } from './recorder.ts';

export interface Opening {
  payload: Pick<Assignment['payload'], 'agent' | 'slot'>;
  /** The whole environment, but for what the agent's own settings add. */
  env: Readonly<Record<string, string>>;
  prompt: string;
  /** The agent's id of the conversation that is taken over. */
  session?: string | undefined;
}

export interface Opened {
  program: string;
  args: string[];
  env: Record<string, string>;
  /** The agent has no face, so that this is the person's shell. */
  isShell: boolean;
}

/** @throws UserError when the agent's program is not there. */
export async function prepareForPerson({ payload, env, prompt, session }: Opening): Promise<Opened> {
  const { agent } = payload;
  const all = { ...env, ...agent.env };
  const line = terminalLineOf(agent, { prompt, session });
  if (line === undefined) return { program: personsShell(all), args: [], env: all, isShell: true };
  const [program, ...args] = line;
  if (findProgram(program, all) === undefined) {
    const install = hintOf(agent.name)?.install;
    throw new UserError(`${program}, the program of the agent "${agent.name}", is not on the PATH.`, {
      hint: install?.en,
      ja: {
        message: `エージェント「${agent.name}」のプログラム ${program} が PATH にありません。`,
        hint: install?.ja,
      },
    });
  }
  return { program, args, env: { ...all, ...(await prepareKiro(payload, 'asks')) }, isShell: false };
}

/** Undefined when the agent has no face of its own. A conversation that is taken up again needs no first prompt. */
export function terminalLineOf(
  { terminal }: Pick<AgentLaunch, 'terminal'>,
  { prompt, session }: { prompt: string; session: string | undefined },
): [program: string, ...args: string[]] | undefined {
  const [program, ...args] = terminal?.argv ?? [];
  if (terminal === undefined || program === undefined) return undefined;
  if (session !== undefined && isSessionId(session) && terminal.resume !== undefined) {
    return [program, ...args, ...terminal.resume, session];
  }
  return terminal.prompt === undefined ? [program, ...args] : [program, ...args, ...terminal.prompt, prompt];
}
