// Puts the folders together into the ports that the dispatcher asks for. Here, and nowhere else, one folder's output
// becomes another's input; every function is a line or two of glue.
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { openAgents } from '../agents/agents.ts';
import { artifactsFolder, readPlan, savePlan } from '../artifacts/artifacts.ts';
import { systemClock } from '../base/clock.ts';
import { allowedEnvironment } from '../base/environment.ts';
import { messageOf } from '../base/errors.ts';
import { readTextIfExists } from '../base/files.ts';
import { openGit } from '../base/git.ts';
import { diffNumstat } from '../base/git-verbs.ts';
import { createQueue } from '../base/git-queue.ts';
import { createRedactor } from '../base/redact.ts';
import { tickTask } from '../cleanup/cleanup.ts';
import type { Pool, Ports, RegistryPort } from '../dispatcher/dispatcher.ts';
import { dependencyPulls, describeFinalPull, describePull, issueOfTask } from '../forge/forge.ts';
import { setTaskState } from '../intake/intake.ts';
import { verificationSchema, type Verification } from '../model/evidence.ts';
import type { Settings } from '../model/settings.ts';
import type { Taskset } from '../model/task.ts';
import { createStartPace, openProcessPool } from '../pools/pools.ts';
import { attemptFolder, registryPaths, takeRequests, type Registry } from '../registry/registry.ts';
import { reviewCommit } from '../review/review.ts';
import { checkRepository, openSlotPool } from '../slots/slots.ts';
import { openRepository } from '../train/train.ts';
import { openForges } from './forges.ts';
import { programPath } from './programs.ts';
import { readTaskset } from './read-taskset.ts';
import type { Place, ToldSignIn } from './place.ts';

export interface AssemblyOptions {
  place: Place;
  registry: Registry;
  settings: Settings;
  /** Values that must never be written anywhere. */
  secrets: readonly string[];
  /** The user's variables that go to the agents that name them. */
  variables: Readonly<Record<string, string>>;
  /** The caller's sign-in to the forge, if they have one. */
  signIn?: ToldSignIn | undefined;
  log: (line: string) => void;
}

export async function assemblePorts(options: AssemblyOptions): Promise<Ports> {
  const { place, settings } = options;
  // Tokens are added to it as they come.
  const secrets = [...options.secrets];
  const redactor = createRedactor({ secrets });
  const { mainWorktree, commonDir } = place;
  const plans = planPort(place);
  const queue = createQueue();
  const slotsRoot = settings.slots.root ?? join(homedir(), '.kiro', 'workspaces');
  const git = openGit({ cwd: mainWorktree, gitDir: commonDir });
  const repository = openRepository({ commonDir, mainWorktree, slotsRoot, queue });
  const report: Ports['report'] = (error, what) => options.log(redactor.redact(`${what}: ${describe(error)}`));
  const slots = await openSlotPool({
    commonDir,
    mainWorktree,
    root: slotsRoot,
    settings: settings.slots,
    queue,
    env: allowedEnvironment(process.env, { allow: settings.env_allow }),
    report,
  });
  return {
    clock: systemClock,
    settings,
    registry: registryPort(options),
    pools: openPools({ ...options, secrets }),
    slots,
    repository: {
      ...repository,
      moveBase: (branch, to, from) => {
        slots.expectMove(`refs/heads/${branch}`, to);
        return repository.moveBase(branch, to, from);
      },
    },
    forges: await openForges({ ...options, onSecret: (one) => secrets.push(one) }),
    deliveries: {
      review: ({ assignment: { payload }, commit }) =>
        reviewCommit(git, {
          base: payload.base,
          commit,
          task: payload.task,
          linesMax: settings.review_lines_max,
          redactor,
        }),
      async describePull({ assignment, commit, findings, state }) {
        const changes = await diffNumstat(git, assignment.payload.base, commit);
        const verification = await readVerification(assignment.payload.artifacts_dir);
        const dependencies = dependencyPulls(state, assignment.spec_id, assignment.task_id);
        const issue = issueOfTask(state, assignment.spec_id, assignment.task_id);
        return describePull({
          assignment,
          changes,
          findings,
          dependencies,
          isRemote: state.specs.get(assignment.spec_id)?.run?.forge === 'github',
          ...(issue === undefined ? {} : { issue }),
          ...(verification === undefined ? {} : { verification }),
        });
      },
      describeFinalPull: (wanted) => describeFinalPull({ ...wanted, language: settings.language ?? 'en' }),
    },
    cleanUp: { tick: (spec_id, task_id) => tick(options, plans, { spec_id, task_id }) },
    plans,
    agents: await openAgents({ mainWorktree, settings, env: { ...process.env, ...options.variables } }),
    checkRepository: async () =>
      (await checkRepository(mainWorktree, { submodules: settings.slots.submodules })).warnings,
    artifactsDir: (spec_id, task_id, attempt) =>
      made(artifactsFolder(place.artifactsDir, { specId: spec_id, taskId: task_id, attempt })),
    report,
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? messageOf(error)) : messageOf(error);
}

function made(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

function registryPort({ place, registry }: AssemblyOptions): RegistryPort {
  const paths = registryPaths(place.mainWorktree);
  return {
    get state() {
      return registry.state;
    },
    get failure() {
      return registry.failure;
    },
    check: () => registry.check(),
    append: (events) => registry.append(events),
    testSlotsDir: join(place.registryDir, 'test-slots'),
    attemptDir: (spec_id, task_id, attempt) => made(attemptFolder(paths, spec_id, task_id, attempt)),
    async takeRequests(handle) {
      for await (const request of takeRequests(place.registryDir)) await handle(request);
    },
  };
}

function openPools({ settings, secrets, variables, log }: AssemblyOptions): ReadonlyMap<string, Pool> {
  const names = Object.entries(settings.pools).flatMap(([name, pool]) => (pool.type === 'process' ? [name] : []));
  const pace = createStartPace();
  return new Map(
    names.map((name) => [
      name,
      openProcessPool({
        ...{ name, pace },
        runnerPath: programPath('runner'),
        env: { ...process.env, ...variables },
        secrets,
        onJunk: (attempt_dir, lines) => log(`${attempt_dir}: ${lines} lines of the message log are no messages`),
      }),
    ]),
  );
}

/** Keeps the plan that was read last: a run asks for the same one with every attempt. */
function planPort(place: Place): Ports['plans'] {
  let last: { sha256: string; plan: Promise<Taskset> } | undefined;
  return {
    async read(spec_id, version, sha256) {
      if (last?.sha256 !== sha256) last = { sha256, plan: readPlan(place.registryDir, spec_id, version, sha256) };
      const { plan } = last;
      try {
        return await plan;
      } catch (error) {
        last = undefined;
        throw error;
      }
    },
    async take(spec_id) {
      const taskset = await readTaskset(place, spec_id);
      return { taskset, sha256: await savePlan(place.registryDir, taskset) };
    },
  };
}

/** What was run in the last round of an attempt, and what came of the whole; none where there was nothing to run. */
async function readVerification(artifacts_dir: string): Promise<Verification | undefined> {
  const text = await readTextIfExists(join(artifacts_dir, 'verify.json'));
  const checks = text === undefined ? [] : verificationSchema.array().parse(JSON.parse(text));
  const last = checks.at(-1);
  if (last === undefined) return undefined;
  const commands = checks.filter(({ round }) => round === last.round).flatMap((check) => check.commands);
  return { ...last, commands };
}

/** Ticks the box in the file that the task came from, or in the spec's own tasks.md. */
async function tick(
  { place, registry, log }: AssemblyOptions,
  plans: Ports['plans'],
  { spec_id, task_id }: { spec_id: string; task_id: string },
): Promise<void> {
  const spec = registry.state.specs.get(spec_id);
  if (spec === undefined) return;
  const plan = await plans.read(spec_id, spec.taskset_version, spec.plan_sha256);
  const task = plan.tasks.find(({ id }) => id === task_id);
  if (task === undefined) return;
  const file = task.metadata.source?.file ?? join('.kiro', 'specs', spec_id, 'tasks.md');
  const path = isAbsolute(file) ? file : join(place.mainWorktree, file);
  const outcome = await tickTask({ file: path, edit: (bytes) => setTaskState(bytes, task, 'done') });
  if (outcome === 'busy') log(`${path} is being edited: the box of task ${task_id} was left alone`);
}
