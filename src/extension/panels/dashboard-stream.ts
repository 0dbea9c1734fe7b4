// What the dashboard's page is told, and when: all of it in pieces when it asks, then only what has changed. It keeps the number of the
// last message, so that a page that has missed one notices. Between two pieces the editor's other extensions get their turn.
import { setImmediate } from 'node:timers/promises';
import type { FeedLine, DashboardHead, PanelConflict } from '../../core/model/panel-dashboard.ts';
import { feedLinesMax, rowsPerMessageMax, type ToDashboard } from '../../core/model/panel-messages.ts';
import type { EventType, RegistryEvent } from '../../core/model/events.ts';
import type { SpecState, State } from '../../core/model/state.ts';
import {
  viewConflicts,
  viewDashboardHead,
  viewPanelTask,
  type DashboardPlace,
} from '../../core/model/view-dashboard.ts';

export interface Shown {
  state: State;
  place: DashboardPlace;
}

export interface StreamOptions {
  shown: () => Shown;
  texts: Pick<Extract<ToDashboard, { kind: 'begin' }>, 'language' | 'words'>;
  post: (message: ToDashboard) => void;
}

export interface DashboardStream {
  /** Sends all, with these lines of what has happened so far. */
  begin(feed: readonly FeedLine[]): Promise<void>;
  /** Takes note of what has happened; without events, anything may have. */
  note(events: readonly RegistryEvent[], feed: readonly FeedLine[]): void;
  /** Tells what was noted. */
  flush(): Promise<void>;
}

/** After these the tasks are others, or all of them have changed. */
const changingAll: ReadonlySet<EventType> = new Set(['SpecPlanned', 'TaskCreated', 'TaskUpdated', 'RunStarted']);

export function createDashboardStream({ shown, texts, post }: StreamOptions): DashboardStream {
  const changed = new Set<string>();
  let feed: FeedLine[] = [];
  let newLines: FeedLine[] = [];
  let version = 0;
  let isBegun = false;
  let isAnew = false;
  let sending: object | undefined;
  const sent = { head: '', conflicts: '' };

  const differs = (name: keyof typeof sent, value: unknown): boolean => {
    const text = JSON.stringify(value);
    const isOther = sent[name] !== text;
    sent[name] = text;
    return isOther;
  };

  const sendAll = async (): Promise<void> => {
    const own = (sending = {});
    changed.clear();
    newLines = [];
    isAnew = false;
    isBegun = true;
    version += 1;
    const { head, conflicts, spec } = partsOf(shown());
    const tasks = [...(spec?.tasks.values() ?? [])];
    differs('head', head);
    differs('conflicts', conflicts);
    post({ kind: 'begin', version, ...texts, head, conflicts, feed, tasks_total: tasks.length });
    for (let at = 0; at < tasks.length; at += rowsPerMessageMax) {
      if (at > 0) await setImmediate();
      // Another snapshot has begun meanwhile, and this one is of no use any more.
      if (sending !== own) return;
      post({ kind: 'rows', version, tasks: tasks.slice(at, at + rowsPerMessageMax).map(viewPanelTask) });
    }
    sending = undefined;
  };

  const sendChanges = (): void => {
    const { head, conflicts, spec } = partsOf(shown());
    const rows = [...changed].flatMap((id) => spec?.tasks.get(id) ?? []).map(viewPanelTask);
    const lines = newLines;
    changed.clear();
    newLines = [];
    const isHeadOther = differs('head', head);
    const areConflictsOther = differs('conflicts', conflicts);
    if (!isHeadOther && !areConflictsOther && rows.length + lines.length === 0) return;
    version += 1;
    post({
      ...{ kind: 'delta', version },
      ...(isHeadOther ? { head } : {}),
      ...(areConflictsOther ? { conflicts } : {}),
      ...(rows.length === 0 ? {} : { tasks: rows }),
      ...(lines.length === 0 ? {} : { feed: lines }),
    });
  };

  return {
    async begin(lines) {
      feed = lines.slice(-feedLinesMax);
      await sendAll();
    },
    note(events, lines) {
      if (events.length === 0) isAnew = true;
      const { spec_id } = shown().place;
      for (const event of events) {
        if (event.spec_id !== spec_id) continue;
        if (changingAll.has(event.type)) isAnew = true;
        else if (event.task_id !== undefined) changed.add(event.task_id);
      }
      newLines = [...newLines, ...lines].slice(-feedLinesMax);
      feed = [...feed, ...lines].slice(-feedLinesMax);
    },
    async flush() {
      if (!isBegun) return;
      if (isAnew || changed.size > 2 * rowsPerMessageMax) await sendAll();
      // What a snapshot on its way does not know yet is told as soon as it has arrived.
      else if (sending === undefined) sendChanges();
    },
  };
}

function partsOf({ state, place }: Shown): {
  head: DashboardHead;
  conflicts: PanelConflict[];
  spec: SpecState | undefined;
} {
  const spec = state.specs.get(place.spec_id);
  return { head: viewDashboardHead(state, place), conflicts: spec === undefined ? [] : viewConflicts(spec), spec };
}
