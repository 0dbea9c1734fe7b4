// `applyEvent(state, event)`: the fold. It reads no clock and no disk, and gives the same state for the same events. It
// changes the state that it is given, which belongs to the caller, because a million events must replay in seconds.
// An event that cannot follow from the state is an InvariantError: the writer is wrong, and must not have written it.
import { InvariantError } from '../base/errors.ts';
import { applyPullEvent } from './apply-pull.ts';
import { applyRunEvent } from './apply-run.ts';
import { applyTaskEvent } from './apply-task.ts';
import type { EventType, RegistryEvent } from './events.ts';
import type { State } from './state.ts';

type Floor = 'registry' | 'run' | 'task' | 'pull';

/** Which part of the projection an event changes. */
const floorOf: Record<EventType, Floor> = {
  ControllerStarted: 'registry',
  ControllerStopped: 'registry',
  RequestRefused: 'registry',
  RequestAccepted: 'registry',
  AgentPaused: 'registry',
  ForgeLost: 'registry',
  ForgeBack: 'registry',
  SlotQuarantined: 'registry',
  SlotReleased: 'registry',
  SpecPlanned: 'run',
  TaskCreated: 'run',
  TaskUpdated: 'run',
  RunStarted: 'run',
  RunPaused: 'run',
  RunResumed: 'run',
  RunFinished: 'run',
  ConflictForecast: 'run',
  RepositoryAltered: 'run',
  BaseMoved: 'run',
  TaskReady: 'task',
  TaskAssigned: 'task',
  TaskBlocked: 'task',
  TaskFailed: 'task',
  TaskCompleted: 'task',
  TaskCancelled: 'task',
  RetryRequested: 'task',
  CancelRequested: 'task',
  SlotAllocated: 'task',
  RunnerStarted: 'task',
  RunnerFinished: 'task',
  RunnerLost: 'task',
  PersonAwaited: 'task',
  PersonAnswered: 'task',
  VerificationStarted: 'task',
  VerificationFinished: 'task',
  ArtifactStored: 'task',
  AgentUsageReported: 'task',
  ReviewFinished: 'task',
  PROpened: 'pull',
  PRUpdated: 'pull',
  PRMerged: 'pull',
  PRClosed: 'pull',
  CIStatusChanged: 'pull',
  ConflictDetected: 'pull',
  IntegrationStarted: 'pull',
  IntegrationFinished: 'pull',
};

/** Folds one event into the state, in place. Throws an InvariantError, and changes nothing, when the event cannot follow. */
export function applyEvent(state: State, event: RegistryEvent): void {
  if (event.seq !== state.seq + 1) {
    throw new InvariantError(`Event ${event.seq} (${event.type}) cannot follow event ${state.seq}: numbers are dense.`);
  }
  switch (floorOf[event.type]) {
    case 'task':
      applyTaskEvent(state, event);
      break;
    case 'run':
      applyRunEvent(state, event);
      break;
    case 'pull':
      applyPullEvent(state, event);
      break;
    case 'registry':
      applyRegistryEvent(state, event);
      break;
  }
  state.seq = event.seq;
  state.epoch = event.epoch;
  state.at = event.at;
}

function applyRegistryEvent(state: State, event: RegistryEvent): void {
  if (event.type === 'AgentPaused') {
    state.paused_agents.set(event.data.agent, event.data.until);
  } else if (event.type === 'ForgeLost') {
    state.forge_lost = { since: event.at, ...event.data };
  } else if (event.type === 'ForgeBack') {
    delete state.forge_lost;
  } else if (event.type === 'SlotReleased') {
    const slot = state.slots.get(event.data.slot);
    if (slot !== undefined) state.slots.set(slot.slot, { slot: slot.slot, path: slot.path, state: 'free' });
    noteRescue(state, event);
  } else if (event.type === 'SlotQuarantined') {
    const path = state.slots.get(event.data.slot)?.path ?? '';
    state.slots.set(event.data.slot, { slot: event.data.slot, path, state: 'quarantined', reason: event.data.reason });
  }
}

/** What was saved of an attempt's work is looked for at the attempt. */
function noteRescue(state: State, { spec_id, task_id, attempt, data }: RegistryEvent<'SlotReleased'>): void {
  const task = state.specs.get(spec_id ?? '')?.tasks.get(task_id ?? '');
  const held = attempt === undefined ? undefined : task?.attempts[attempt - 1];
  if (held !== undefined && data.rescue_ref !== undefined) held.rescue_ref = data.rescue_ref;
}
