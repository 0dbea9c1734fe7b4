// A user with a home, a repository, a plan and an agent, for tests of whole runs. Everything happens through the command line
// as it is shipped, in processes of its own; what came of it is read from the registry. Nothing of the machine's user is touched.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { locate, queryEvents, readState, type Place } from '../../src/core/necrocode.ts';
import type { EventType, RegistryEvent } from '../../src/core/model/events.ts';
import type { State, TaskState, TaskStateName } from '../../src/core/model/state.ts';
import { collect } from './collect.ts';
import { killWhenFound, markedProcesses, type MarkedProcess } from './marked-processes.ts';
import { testRepository, writeFiles, type TestRepository } from './repository.ts';
import { assertTidy, userTraces } from './tidy.ts';

/** The bundle under test: the one that was just built, or an installed one. */
export const programs = process.env['NECROCODE_TEST_PROGRAMS'] ?? resolve(import.meta.dirname, '../../dist');

const agentProgram = join(import.meta.dirname, 'agents', 'follows-script.mjs');

/** What the scripted agent does when it is asked. */
export interface Turn {
  /** Said before it waits. */
  begins?: readonly string[];
  /** It waits until this file exists. */
  waitFor?: string;
  /** It cannot be asked to stop. */
  isDeaf?: boolean;
  says?: readonly string[];
  files?: Readonly<Record<string, string>>;
  status?: number;
}

export interface PlannedTask {
  id: string;
  title?: string;
  dependencies?: readonly string[];
  [field: string]: unknown;
}

export interface Told {
  pid: number;
  attempt: number;
  conflicts: string[];
  prompt: string;
}

export interface Finished {
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface TestRun extends AsyncDisposable {
  repository: TestRepository;
  home: string;
  place: Place;
  env: NodeJS.ProcessEnv;
  settings(settings: Record<string, unknown>): void;
  script(turns: Readonly<Record<string, readonly Turn[]>>): void;
  /** What the agent was asked for a task, once for each time. */
  told(task: string, spec?: string): Told[];
  plan(tasks: readonly PlannedTask[], options?: { spec?: string; version?: number }): void;
  /** Runs a command to its end. */
  necrocode(...args: string[]): Promise<Finished>;
  /** Starts a command in a process group of its own, as a terminal does. */
  start(...args: string[]): ChildProcess;
  events<T extends EventType>(...types: T[]): Promise<RegistryEvent<T>[]>;
  /** Resolves with the first event that is accepted, whether it is there already or still to come. */
  until(accepts: (event: RegistryEvent) => boolean, options?: { sinceSeq?: number }): Promise<RegistryEvent>;
  state(): Promise<State>;
  task(id: string, spec?: string): Promise<TaskState>;
  /** The state of every task by id. */
  taskStates(spec?: string): Promise<Record<string, TaskStateName>>;
  processes(): MarkedProcess[];
  /** A file that is not there yet; making it lets an agent go on that waits for it. */
  gate(): { path: string; open: () => void };
  /** Waits until the controller has left, and asserts that nothing is left behind and nothing of the user's was touched. */
  tidy(options?: { ticks?: readonly string[] }): Promise<void>;
}

export interface RunOptions {
  files?: Readonly<Record<string, string>>;
  settings?: Record<string, unknown>;
  env?: Readonly<Record<string, string>>;
  /** The agent in place of the one that follows the script. */
  agent?: readonly string[];
  initArgs?: readonly string[];
  /** Called before anything of the user's is remembered; makes the first commit when it is not given. */
  prepare?: (repository: TestRepository) => void;
}

const waitMsMax = 60_000;

export async function testRun(options: RunOptions = {}): Promise<TestRun> {
  const repository = testRepository(options.initArgs === undefined ? {} : { initArgs: options.initArgs });
  const { folder, mainWorktree } = repository;
  const home = join(folder, 'home ホーム');
  writeFiles(home, { '.gitconfig': '[user]\n\tname = Alice\n\temail = alice@example.org\n' });
  if (options.prepare === undefined) repository.commit({ 'README.md': 'hello\n', ...options.files });
  else options.prepare(repository);
  const scriptPath = join(folder, 'script.json');
  writeFileSync(scriptPath, '{}');
  const marker = randomUUID();
  // A language model and a sign-in of the person who runs the tests must not be used in them.
  const { OPENAI_API_KEY: _key, OPENAI_BASE_URL: _url, GITHUB_TOKEN: _hub, GH_TOKEN: _gh, ...inherited } = process.env;
  const env = { ...inherited, HOME: home, LC_ALL: 'C.UTF-8', XDG_NECROCODE_TEST: marker, ...options.env };
  const before = userTraces(repository);
  const place = await locate(mainWorktree);
  const start = (...args: string[]) =>
    spawn(process.execPath, [join(programs, 'cli.mjs'), ...args], { cwd: mainWorktree, env, detached: true });
  const argv = options.agent ?? [process.execPath, agentProgram, scriptPath];
  const run: TestRun = {
    ...{ repository, home, place, env, start },
    settings(settings) {
      const whole = { agent: 'scripted', agents: { scripted: { driver: 'command', argv } }, ...settings };
      // JSON is YAML.
      writeFiles(home, { '.kiro/necrocode.yaml': JSON.stringify(whole) });
    },
    script: (turns) => writeFileSync(scriptPath, JSON.stringify(turns)),
    told: (task, spec = 'demo') => readLines(`${scriptPath}.${spec}.${task}`).map((line) => JSON.parse(line) as Told),
    plan(tasks, { spec = 'demo', version = 1 } = {}) {
      const titled = tasks.map((task) => ({ title: `Task ${task.id}`, ...task }));
      const taskset = { taskset_version: version, spec_id: spec, title: 'Demo', tasks: titled };
      writeFiles(mainWorktree, { [`.kiro/tasks/${spec}/tasks.json`]: JSON.stringify(taskset) });
    },
    necrocode: (...args) => finish(start(...args)),
    async events<T extends EventType>(...types: T[]) {
      const found = await collect(queryEvents(place, types.length === 0 ? {} : { types }));
      return found as RegistryEvent<T>[];
    },
    until: (accepts, { sinceSeq = 0 } = {}) => untilEvent(place, accepts, sinceSeq),
    state: () => readState(place),
    async task(id, spec = 'demo') {
      const task = (await readState(place)).specs.get(spec)?.tasks.get(id);
      assert.ok(task, `There is no task ${id}.`);
      return task;
    },
    async taskStates(spec = 'demo') {
      const tasks = (await readState(place)).specs.get(spec)?.tasks ?? new Map<string, TaskState>();
      return Object.fromEntries([...tasks].map(([id, { state }]) => [id, state]));
    },
    processes: () => markedProcesses(marker),
    gate() {
      const path = join(folder, `gate-${randomUUID()}`);
      return { path, open: () => writeFileSync(path, '') };
    },
    tidy: ({ ticks = [] } = {}) => assertTidy(run, before, ticks),
    async [Symbol.asyncDispose]() {
      await killWhenFound(marker);
      rmSync(home, { recursive: true, force: true });
      repository[Symbol.dispose]();
    },
  };
  run.settings(options.settings ?? {});
  return run;
}

export async function finish(child: ChildProcess): Promise<Finished> {
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => (output[name] += text));
  }
  child.stdin?.end();
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, ...output };
}

/** Fails with everything that the command has said. */
export function assertStatus(finished: Finished, status: number): void {
  assert.equal(finished.status, status, `${finished.stdout}\n${finished.stderr}`);
}

function readLines(path: string): string[] {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
}

async function untilEvent(
  place: Place,
  accepts: (event: RegistryEvent) => boolean,
  sinceSeq: number,
): Promise<RegistryEvent> {
  const { followEvents } = await import('../../src/core/necrocode.ts');
  const ended = new AbortController();
  const late = setTimeout(() => ended.abort(), waitMsMax);
  try {
    for await (const event of followEvents(place, { sinceSeq, signal: ended.signal })) {
      if (accepts(event)) return event;
    }
  } finally {
    clearTimeout(late);
    ended.abort();
  }
  throw new Error('The event that was waited for has not come.');
}
