// Which leased slots nobody needs any more. A slot stays with its attempt while that lives, while its verified commit waits
// to be delivered, and while anything is being done to it.
import { attemptKey, type Action, type World } from '../actions.ts';
import type { SlotState, State } from '../../model/state.ts';

const kindsAtSlot = ['start_attempt', 'stop_attempt', 'deliver_attempt', 'adopt_attempt', 'probe_attempt'] as const;

export function releaseSlots(state: State, world: World): Action[] {
  const actions: Action[] = [];
  for (const slot of state.slots.values()) {
    const key = `release_slot:${slot.slot}`;
    if (slot.state !== 'leased' || world.inFlight.has(key) || isNeeded(slot, state, world)) continue;
    actions.push({ kind: 'release_slot', key, slot: slot.slot });
  }
  return actions;
}

function isNeeded({ slot, spec_id, task_id, attempt }: SlotState, state: State, world: World): boolean {
  if (spec_id === undefined || task_id === undefined || attempt === undefined) return false;
  const of = attemptKey({ spec_id, task_id, attempt });
  if (kindsAtSlot.some((kind) => world.inFlight.has(`${kind}:${of}`))) return true;
  const task = state.specs.get(spec_id)?.tasks.get(task_id);
  const holder = task?.attempts.at(-1);
  if (task === undefined || holder?.attempt !== attempt || holder.slot !== slot) return false;
  if (holder.finished_at === undefined) return true;
  return task.state === 'verifying' && holder.outcome === 'succeeded' && task.node.kind === 'work';
}
