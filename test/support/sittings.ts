// A user who does tasks themselves: the agent's face is a program that follows a script of sittings (`opens-in-terminal.mjs`).
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPseudoTerminal, type PseudoTerminal } from './pseudo-terminal.ts';
import { programs, testRun, type RunOptions, type TestRun } from './runs.ts';

const agents = join(import.meta.dirname, 'agents');

export interface Sitting {
  pid: number;
  args: string[];
  cwd: string;
  isTerminal: boolean;
  env: Record<string, string>;
  /** `.kiro/current-task.md`, as it stood. */
  task: string;
}

export interface AttendedRun extends TestRun {
  /** The launch line of the agent's face. */
  face: readonly string[];
  /** What the person does, each time that the agent's face is opened. */
  plansSittings(...sittings: { files?: Record<string, string>; waitFor?: string }[]): void;
  sittings(): Sitting[];
  untilAwaited(task: string, times?: number): Promise<void>;
  /** Runs a command in a terminal of its own. */
  terminal(args: readonly string[], options?: { cwd?: string; env?: Record<string, string> }): PseudoTerminal;
  slotOf(task: string): Promise<string>;
}

/** @param argv of the agent that works when no person does. */
export async function attendedRun({ settings = {}, ...options }: RunOptions & { argv?: readonly string[] } = {}) {
  const run = await testRun(options);
  const file = join(run.repository.folder, 'sittings.json');
  const script = join(run.repository.folder, 'script.json');
  writeFileSync(file, '[]');
  const argv = options.argv ?? [process.execPath, join(agents, 'follows-script.mjs'), script];
  const face = [process.execPath, join(agents, 'opens-in-terminal.mjs'), file];
  const terminal = { argv: face, prompt: ['--say'] };
  run.settings({ agents: { scripted: { driver: 'command', argv, terminal } }, ...settings });
  const attended: AttendedRun = Object.assign(run, {
    face,
    plansSittings: (...sittings: object[]) => writeFileSync(file, JSON.stringify(sittings)),
    sittings: () =>
      existsSync(`${file}.sittings`)
        ? readFileSync(`${file}.sittings`, 'utf8')
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as Sitting)
        : [],
    async untilAwaited(task: string, times = 1) {
      let seen = 0;
      await run.until(({ type, task_id }) => type === 'PersonAwaited' && task_id === task && (seen += 1) === times);
    },
    terminal: (args: readonly string[], { cwd, env = {} }: { cwd?: string; env?: Record<string, string> } = {}) =>
      openPseudoTerminal([process.execPath, join(programs, 'cli.mjs'), ...args], {
        cwd: cwd ?? run.repository.mainWorktree,
        env: { ...run.env, ...env },
      }),
    async slotOf(task: string) {
      const { slots } = await run.state();
      const slot = [...slots.values()].find(({ task_id }) => task_id === task);
      if (slot === undefined) throw new Error(`Task ${task} has no slot.`);
      return slot.path;
    },
  });
  return attended;
}
