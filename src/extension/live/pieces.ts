// A state is cut into pieces that are quickly taken, and put together again on the other side. What is put together equals what
// was cut.
import type { State, TaskState } from '../../core/model/state.ts';
import type { StateUpdate } from '../../core/necrocode.ts';
import type { Piece, StateOutline } from './wire.ts';

/** A few milliseconds' worth, each. */
const tasksPerPiece = 500;
const pullsPerPiece = 1000;

export function* piecesOf(update: StateUpdate): Generator<Piece, void, undefined> {
  if (update.kind === 'events') {
    yield update;
    return;
  }
  const { state, damage } = update;
  yield { kind: 'begin', outline: outlineOf(state), damage };
  for (const { spec_id, tasks } of state.specs.values()) {
    for (const some of chunksOf(tasks.values(), tasksPerPiece)) yield { kind: 'tasks', spec_id, tasks: some };
  }
  for (const pulls of chunksOf(state.pulls.values(), pullsPerPiece)) yield { kind: 'pulls', pulls };
  yield { kind: 'end' };
}

export interface Assembly {
  /** The whole state with its last piece; undefined before. */
  take(piece: Exclude<Piece, { kind: 'events' }>): { state: State; damage: string | undefined } | undefined;
}

export function createAssembly(): Assembly {
  let state: State | undefined;
  let damage: string | undefined;
  return {
    take(piece) {
      if (piece.kind === 'begin') {
        state = begin(piece.outline);
        damage = piece.damage;
      }
      if (state === undefined) return undefined;
      if (piece.kind === 'tasks') {
        const tasks = state.specs.get(piece.spec_id)?.tasks;
        for (const task of piece.tasks) tasks?.set(task.node.id, task);
      } else if (piece.kind === 'pulls') {
        for (const pull of piece.pulls) state.pulls.set(pull.number, pull);
      } else if (piece.kind === 'end') {
        const whole = { state, damage };
        state = undefined;
        return whole;
      }
      return undefined;
    },
  };
}

function outlineOf({ seq, epoch, at, specs, slots, paused_agents, forge_lost }: State): StateOutline {
  return {
    ...{ seq, epoch, at },
    ...(forge_lost === undefined ? {} : { forge_lost }),
    specs: [...specs.values()].map(({ tasks: _tasks, ...spec }) => spec),
    slots: [...slots.values()],
    paused_agents: [...paused_agents],
  };
}

function begin({ seq, epoch, at, specs, slots, paused_agents, forge_lost }: StateOutline): State {
  return {
    ...{ seq, epoch, at },
    ...(forge_lost === undefined ? {} : { forge_lost }),
    specs: new Map(specs.map((spec) => [spec.spec_id, { ...spec, tasks: new Map<string, TaskState>() }])),
    slots: new Map(slots.map((slot) => [slot.slot, slot])),
    pulls: new Map(),
    paused_agents: new Map(paused_agents),
  };
}

function* chunksOf<T>(items: Iterable<T>, size: number): Generator<T[], void, undefined> {
  let chunk: T[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
