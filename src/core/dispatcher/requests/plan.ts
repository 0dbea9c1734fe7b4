// Takes a written plan into the registry as the next taskset. What is finished stays finished, what is under way stays
// under way; the rest follows the new plan.
import type { NewEvent } from '../../model/events.ts';
import { nodeOf } from '../../model/plan.ts';
import type { Request } from '../../model/requests.ts';
import { liveAttempt, type SpecState } from '../../model/state.ts';
import type { Taskset } from '../../model/task.ts';
import type { Dispatch } from '../dispatch.ts';
import { answers, type Said } from './answers.ts';
import { dropsTask, staleVersion } from './refusals.ts';

export async function acceptPlan(dispatch: Dispatch, request: Extract<Request, { kind: 'plan' }>): Promise<Said> {
  const { taskset_version, tasks } = await takePlan(dispatch, request.spec_id, request.planner);
  return answers.planned(taskset_version, tasks.length);
}

/** Reads tasks.json and records it, unless the registry has this very version already. */
export async function takePlan(dispatch: Dispatch, spec_id: string, planner: string): Promise<Taskset> {
  const { registry, plans } = dispatch.ports;
  const { taskset, sha256 } = await plans.take(spec_id);
  const known = registry.state.specs.get(spec_id);
  if (known !== undefined && known.plan_sha256 === sha256) return taskset;
  if (known !== undefined && taskset.taskset_version <= known.taskset_version) {
    throw staleVersion(spec_id, { read: taskset.taskset_version, known: known.taskset_version });
  }
  const { taskset_version, title, issue } = taskset;
  await registry.append([
    {
      type: 'SpecPlanned',
      spec_id,
      data: {
        ...{ taskset_version, title, planner, tasks: taskset.tasks.length, plan_sha256: sha256 },
        ...(issue === undefined ? {} : { issue: issue.number }),
      },
    },
    ...eventsOf(spec_id, taskset, known),
  ]);
  return taskset;
}

function eventsOf(spec_id: string, taskset: Taskset, known: SpecState | undefined): NewEvent[] {
  const { taskset_version } = taskset;
  const events: NewEvent[] = [];
  const left = new Map(known?.tasks);
  for (const task of taskset.tasks) {
    const node = nodeOf(task);
    const before = left.get(task.id);
    left.delete(task.id);
    if (before === undefined) {
      events.push({ type: 'TaskCreated', spec_id, task_id: task.id, data: { taskset_version, node } });
    } else if (JSON.stringify(before.node) !== JSON.stringify(node)) {
      events.push({ type: 'TaskUpdated', spec_id, task_id: task.id, data: { taskset_version, node } });
    }
  }
  for (const [task_id, task] of left) {
    if (liveAttempt(task) !== undefined || task.state === 'review' || task.state === 'verifying') {
      throw dropsTask(spec_id, task_id, task.state);
    }
    // A finished task that the plan no longer names is history: it stays, and opens what depends on it.
    if (task.state !== 'done') {
      events.push({ type: 'TaskUpdated', spec_id, task_id, data: { taskset_version, is_removed: true } });
    }
  }
  return events;
}
