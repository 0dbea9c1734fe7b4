// What single steps of a playbook do: run command lines in the slot, copy files into it. Placeholders such as `{task_id}` are
// filled in after a line was split into arguments, so that no title can add an argument or a command.
import { cp } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseCommandLine } from '../base/command-line.ts';
import { codeOf, CommandError, UserError } from '../base/errors.ts';
import { exec } from '../base/exec.ts';
import { joinInside } from '../base/files.ts';
import type { Assignment } from '../model/spirit.ts';
import { agentGraceMs, failed } from './driver.ts';
import type { AgentContext, AgentOutcome, AgentTurn } from './driver.ts';

interface Step {
  context: AgentContext;
  turn: AgentTurn;
}

const keptOutputBytes = 64 * 1024;

/** What the steps start is marked apart from the agent, whose conversation goes on when they are ended. */
export function stepsMarkerOf(launch: string): string {
  return `${launch}:steps`;
}

/** @throws UserError when a line cannot be understood. */
export async function runLines(
  lines: readonly string[],
  { context, turn, env }: Step & { env: Readonly<Record<string, string>> },
): Promise<AgentOutcome> {
  const { assignment, onOutput } = context;
  const { slot, launch } = assignment.payload;
  const fill = fillerOf(assignment, turn);
  for (const line of lines) {
    onOutput(`$ ${line}\n`, 'stdout');
    try {
      for (const step of parseCommandLine(line)) {
        const [program, ...args] = step.argv;
        await exec(fill(program), args.map(fill), {
          cwd: slot.path,
          env: { ...context.env, ...filled(env, fill), ...filled(step.env, fill), NECROCODE_ROUND: String(turn.round) },
          input: turn.prompt,
          marker: stepsMarkerOf(launch),
          signal: turn.signal,
          timeoutMs: turn.timeoutMs,
          graceMs: agentGraceMs,
          outputBytesMax: keptOutputBytes,
          onOutput,
        });
      }
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      return failed('agent_error', `The playbook's step \`${line}\` failed.`, error.message);
    }
  }
  return { kind: 'ended' };
}

/** From the playbook's folder into the slot; neither path can leave its root. */
export async function copyStep(
  { from, to }: { from: string; to: string },
  { context, path, turn }: Step & { path: string },
): Promise<void> {
  const fill = fillerOf(context.assignment, turn);
  const source = await joinInside(dirname(path), fill(from)).catch((error: unknown) => {
    throw codeOf(error) === 'ENOENT' ? missing(fill(from), path) : error;
  });
  const target = await joinInside(context.assignment.payload.slot.path, fill(to));
  try {
    await cp(source, target, { recursive: true, verbatimSymlinks: true });
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw missing(fill(from), path);
  }
}

function missing(from: string, playbook: string): UserError {
  return new UserError(`The playbook ${playbook} copies ${from}, which does not exist.`, {
    hint: `It is looked for in ${dirname(playbook)}.`,
  });
}

type Fill = (text: string) => string;

/** Puts the attempt's own words where a placeholder such as `{task_id}` stands. */
export function fillerOf({ task_id, spec_id, attempt, payload }: Assignment, { round }: AgentTurn): Fill {
  const values: Record<string, string> = {
    ...{ task_id, spec_id, attempt: String(attempt), round: String(round) },
    ...{ title: payload.task.title, branch: payload.branch },
  };
  return (text) => text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

function filled(env: Readonly<Record<string, string>>, fill: Fill): Record<string, string> {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(value)]));
}
