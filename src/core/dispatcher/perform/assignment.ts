// Puts together the envelope of an attempt: everything that the runner needs, since it can ask nobody.
import { availableParallelism } from 'node:os';
import { InvariantError } from '../../base/errors.ts';
import { protocolVersion, type Assignment, type SlotPlace } from '../../model/spirit.ts';
import { slugOf } from '../../model/ids.ts';
import type { Task } from '../../model/task.ts';
import type { OfAttempt } from '../actions.ts';
import { attemptOf, specOf, taskOf } from '../lookup.ts';
import type { Ports } from '../ports.ts';
import { earlierOf } from './earlier.ts';

const dependenciesDescribedMax = 12;

export async function buildAssignment(
  ports: Ports,
  of: OfAttempt,
  { place, skill, launch }: { place: SlotPlace; skill: string | undefined; launch: string },
): Promise<Assignment> {
  const { settings, registry } = ports;
  const spec = specOf(registry.state, of.spec_id);
  const state = taskOf(registry.state, of.spec_id, of.task_id);
  const attempt = attemptOf(registry.state, of);
  const task = await plannedTask(ports, of);
  const playbook = await ports.agents.playbook(playbookName(ports, skill), skill);
  const isCheckpoint = task.kind === 'checkpoint';
  return {
    protocol: protocolVersion,
    type: isCheckpoint ? 'tree_verification' : 'issue_assignment',
    agent_instance: attempt.agent_instance,
    spec_id: of.spec_id,
    issue_id: slugOf(task.title, `task-${of.task_id}`),
    task_id: of.task_id,
    attempt: of.attempt,
    payload: {
      task,
      dependencies: task.dependencies,
      context: await contextOf(ports, of.spec_id, task),
      base: attempt.base_sha,
      branch: attempt.branch,
      ...(playbook === undefined ? {} : { playbook }),
      agent: isCheckpoint
        ? { name: 'checkpoint', driver: 'playbook', argv: [], env: {} }
        : await ports.agents.resolve(attempt.agent),
      ...(attempt.is_attended === true ? { is_attended: true } : {}),
      verify: task.verify ?? spec.run.verify,
      format: settings.format,
      limits: settings.limits,
      slot: place,
      artifacts_dir: ports.artifactsDir(of.spec_id, of.task_id, of.attempt),
      attempt_dir: registry.attemptDir(of.spec_id, of.task_id, of.attempt),
      author: await ports.repository.author(),
      ...earlierOf(state, { agent: attempt.agent, path: place.path }),
      language: settings.language ?? 'en',
      env_allow: settings.env_allow,
      test_slots: { dir: registry.testSlotsDir, max: testSlots(ports) },
      launch,
    },
  };
}

/** Checks share the machine apart from agents: half of the workers, unless somebody says otherwise. */
function testSlots({ settings, registry }: Ports): number {
  if (settings.test_slots !== undefined) return settings.test_slots;
  const asked = [...registry.state.specs.values()].flatMap(({ run }) =>
    run?.state === 'running' && typeof run.workers === 'number' ? [run.workers] : [],
  );
  return Math.max(1, Math.ceil(Math.max(availableParallelism(), ...asked) / 2));
}

async function plannedTask(ports: Ports, of: OfAttempt): Promise<Task> {
  const spec = specOf(ports.registry.state, of.spec_id);
  const plan = await ports.plans.read(of.spec_id, spec.taskset_version, spec.plan_sha256);
  const task = plan.tasks.find(({ id }) => id === of.task_id);
  if (task === undefined)
    throw new InvariantError(`Taskset ${spec.taskset_version} of ${of.spec_id} has no task ${of.task_id}.`);
  return task;
}

function playbookName(ports: Ports, skill: string | undefined): string | undefined {
  return skill === undefined ? undefined : ports.settings.skills[skill]?.playbook;
}

async function contextOf(ports: Ports, spec_id: string, task: Task): Promise<string> {
  const parts = task.metadata.context === undefined ? [] : [task.metadata.context];
  for (const id of task.dependencies.slice(0, dependenciesDescribedMax)) {
    const dependency = ports.registry.state.specs.get(spec_id)?.tasks.get(id);
    const commit = dependency?.attempts.findLast((attempt) => attempt.commit !== undefined)?.commit;
    if (dependency === undefined || commit === undefined) continue;
    parts.push(`### ${id}. ${dependency.node.title}\n${await ports.repository.describeChange(commit)}`);
  }
  return parts.join('\n\n').slice(0, 60_000);
}
