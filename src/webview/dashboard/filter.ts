// Which tasks are asked for: by words that all have to occur, in the id, the title, the worker or the skill, and by state.
import type { PanelTask } from '../../core/model/panel-dashboard.ts';
import type { TaskStateName } from '../../core/model/state.ts';

export interface Filter {
  text: string;
  /** All when empty. */
  states: TaskStateName[];
}

export const noFilter: Filter = { text: '', states: [] };

export function isFiltering({ text, states }: Filter): boolean {
  return text.trim() !== '' || states.length > 0;
}

/** Ids of the tasks that match; undefined when nothing is asked for, and all do. */
export function matchTasks(tasks: Iterable<PanelTask>, filter: Filter): ReadonlySet<string> | undefined {
  if (!isFiltering(filter)) return undefined;
  const words = fold(filter.text)
    .split(/\s+/)
    .filter((word) => word !== '');
  const matching = new Set<string>();
  for (const task of tasks) {
    if (filter.states.length > 0 && !filter.states.includes(task.state)) continue;
    const text = words.length === 0 ? '' : searchableOf(task);
    if (words.every((word) => text.includes(word))) matching.add(task.id);
  }
  return matching;
}

/** With it when it is not there, without it when it is. */
export function toggleState(filter: Filter, state: TaskStateName): Filter {
  const states = filter.states.includes(state)
    ? filter.states.filter((one) => one !== state)
    : [...filter.states, state];
  return { ...filter, states };
}

function searchableOf({ id, title, skill = '', attempts, pull }: PanelTask): string {
  const number = pull === undefined ? '' : `#${pull}`;
  return fold([id, title, skill, attempts.at(-1)?.agent_instance ?? '', number].join(' '));
}

/** Upper and lower case, and full and half width, are the same to who searches. */
function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
