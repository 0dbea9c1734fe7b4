// The fold of a spec and its run: what is planned, and whether it is being carried out.
import { InvariantError } from '../base/errors.ts';
import type { RegistryEvent, TaskNode } from './events.ts';
import type { RunState, SpecState, State, TaskState } from './state.ts';

const namesKeptMax = 5;
const alteredKeptMax = 20;

export function applyRunEvent(state: State, event: RegistryEvent): void {
  switch (event.type) {
    case 'SpecPlanned':
      applySpecPlanned(state, event);
      break;
    case 'TaskCreated':
      applyTaskCreated(specOf(state, event), event);
      break;
    case 'TaskUpdated':
      applyTaskUpdated(specOf(state, event), event);
      break;
    case 'RunStarted':
      applyRunStarted(specOf(state, event), event);
      break;
    case 'RunPaused':
      runOf(state, event, 'running').state = 'paused';
      break;
    case 'RunResumed':
      applyRunResumed(runOf(state, event, 'paused'), event);
      break;
    case 'RunFinished': {
      const run = runOf(state, event, 'running', 'paused');
      run.state = 'finished';
      run.finished_at = event.at;
      run.outcome = event.data.outcome;
      if (event.data.final_pr !== undefined) run.final_pr = event.data.final_pr;
      break;
    }
    case 'ConflictForecast':
      specOf(state, event).forecast = event.data.pairs.map(({ tasks, files }) => ({ tasks, files }));
      break;
    case 'BaseMoved':
      applyBaseMoved(runOf(state, event, 'running', 'paused'), event);
      break;
    case 'RepositoryAltered':
      applyRepositoryAltered(state, event);
      break;
    default:
      throw new InvariantError(`${event.type} is no event of a run.`);
  }
}

/** The spec that an event is about. Throws when it was never planned. */
export function specOf(state: State, event: RegistryEvent): SpecState {
  const spec = state.specs.get(event.spec_id ?? '');
  if (spec === undefined) throw new InvariantError(`${event.type} names the unknown spec "${event.spec_id ?? ''}".`);
  return spec;
}

function applySpecPlanned(state: State, event: RegistryEvent<'SpecPlanned'>): void {
  const spec_id = event.spec_id ?? '';
  const known = state.specs.get(spec_id);
  if (known !== undefined && event.data.taskset_version <= known.taskset_version) {
    throw new InvariantError(
      `Taskset ${event.data.taskset_version} of ${spec_id} cannot follow ${known.taskset_version}.`,
    );
  }
  const { title, taskset_version, planner, plan_sha256, issue } = event.data;
  const planned = { title, taskset_version, planner, plan_sha256, ...(issue === undefined ? {} : { issue }) };
  if (known === undefined) {
    state.specs.set(spec_id, { spec_id, ...planned, tasks: new Map<string, TaskState>(), forecast: [] });
  } else {
    delete known.issue;
    Object.assign(known, planned);
  }
}

function applyTaskCreated(spec: SpecState, event: RegistryEvent<'TaskCreated'>): void {
  const { node } = event.data;
  if (spec.tasks.has(node.id)) throw new InvariantError(`Task ${node.id} of ${spec.spec_id} exists already.`);
  spec.tasks.set(node.id, newTask(node, event.at));
}

function newTask(node: TaskNode, at: number): TaskState {
  const task: TaskState = { node, state: 'blocked', since: at, attempts: [], free_attempts: 0, artifacts: 0 };
  settleByPlan(task);
  return task;
}

function settleByPlan(task: TaskState): void {
  const { status } = task.node;
  if (status === 'done') Object.assign(task, { state: 'done', via: 'plan' });
  else if (status === 'skipped' || status === 'cancelled') Object.assign(task, { state: 'done', via: 'skipped' });
}

function applyTaskUpdated(spec: SpecState, event: RegistryEvent<'TaskUpdated'>): void {
  const task = spec.tasks.get(event.task_id ?? '');
  if (task === undefined) throw new InvariantError(`Task ${event.task_id ?? ''} of ${spec.spec_id} does not exist.`);
  if (event.data.is_removed === true) {
    spec.tasks.delete(task.node.id);
  } else if (event.data.node !== undefined) {
    task.node = event.data.node;
    // What a run has finished stays finished; what the old plan had settled is looked at anew.
    if (task.via === 'plan' || task.via === 'skipped') {
      task.state = 'blocked';
      delete task.via;
    }
    if (task.state === 'blocked' || task.state === 'ready') {
      task.state = 'blocked';
      settleByPlan(task);
    }
  }
}

/** The base of a run with a branch of its own moves nothing of the run. */
function applyBaseMoved(run: RunState, { data: { sha, base, is_forced } }: RegistryEvent<'BaseMoved'>): void {
  if (base === undefined) run.tip_sha = sha;
  else run.base_moved = { sha, is_forced: is_forced === true || run.base_moved?.is_forced === true };
}

/** Noted with the run that it was found in, if there is one; what is to be done about it the doctor sees for itself. */
function applyRepositoryAltered(state: State, event: RegistryEvent<'RepositoryAltered'>): void {
  const run = state.specs.get(event.spec_id ?? '')?.run;
  if (run === undefined) return;
  const { alterations, count, holders } = event.data;
  const found = { at: event.at, count, names: alterations.slice(0, namesKeptMax).map(({ name }) => name), holders };
  run.altered = [...(run.altered ?? []), found].slice(-alteredKeptMax);
}

function applyRunResumed(run: RunState, { data: { workers, agent, interactive } }: RegistryEvent<'RunResumed'>): void {
  run.state = 'running';
  if (workers !== undefined) run.workers = workers;
  if (agent !== undefined) run.agent = agent;
  if (interactive !== undefined) run.interactive = interactive;
}

function applyRunStarted(spec: SpecState, event: RegistryEvent<'RunStarted'>): void {
  if (spec.run !== undefined && spec.run.state !== 'finished') {
    throw new InvariantError(`${spec.spec_id} has the unfinished run ${spec.run.run_id}.`);
  }
  spec.run = {
    ...event.data,
    run_id: event.run_id ?? '',
    started_at: event.at,
    state: 'running',
    verified_trees: [],
  };
  // A new run tries again what an earlier one gave up.
  for (const task of spec.tasks.values()) {
    if (task.state === 'failed' || task.state === 'cancelled') reopen(task, event.at);
    else if (task.state === 'ready') task.state = 'blocked';
    delete task.blocked_by;
  }
}

/** Puts a settled task back to the start, with all its attempts to spare. */
export function reopen(task: TaskState, at: number): void {
  task.state = 'blocked';
  task.since = at;
  task.free_attempts = task.attempts.length;
  delete task.failure;
  delete task.blocked_by;
  delete task.not_before;
  delete task.is_cancel_requested;
}

function runOf(state: State, event: RegistryEvent, ...allowed: RunState['state'][]): RunState {
  const { run } = specOf(state, event);
  if (run === undefined || !allowed.includes(run.state)) {
    throw new InvariantError(
      `${event.type} cannot follow: the run of ${event.spec_id ?? ''} is ${run?.state ?? 'not started'}.`,
    );
  }
  return run;
}
