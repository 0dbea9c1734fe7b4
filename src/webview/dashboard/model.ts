// What the page knows, and how a message changes it. A snapshot replaces all; a delta must follow the version that is known, and
// one that does not says that something was missed: then nothing is changed, and all has to be asked for again.
import type { DashboardHead, FeedLine, PanelConflict, PanelTask, TaskText } from '../../core/model/panel-dashboard.ts';
import { feedLinesMax, type ToDashboard } from '../../core/model/panel-messages.ts';
import type { DashboardWordKey } from '../../core/model/panel-words.ts';
import type { Language } from '../format.ts';
import type { Words } from '../translate.ts';

export interface DashboardModel {
  version: number;
  language: Language;
  words: Words<DashboardWordKey>;
  head: DashboardHead;
  conflicts: readonly PanelConflict[];
  /** The newest last. */
  feed: readonly FeedLine[];
  /** In the order of the plan. */
  tasks: ReadonlyMap<string, PanelTask>;
  tasks_total: number;
  /** The texts of the tasks that were looked at. */
  texts: ReadonlyMap<string, TaskText>;
}

export interface Taken {
  model: DashboardModel | undefined;
  /** A message has been missed. */
  isBroken: boolean;
}

const textsKeptMax = 50;

export function takeMessage(model: DashboardModel | undefined, message: ToDashboard): Taken {
  switch (message.kind) {
    case 'begin': {
      const { kind: _kind, ...known } = message;
      const isSame = model?.head.repository === known.head.repository && model.head.spec_id === known.head.spec_id;
      const texts = isSame ? model.texts : new Map<string, TaskText>();
      return { model: { ...known, texts, tasks: new Map() }, isBroken: false };
    }
    case 'rows':
      if (model === undefined || model.version !== message.version) return { model, isBroken: true };
      return { model: { ...model, tasks: withRows(model.tasks, message.tasks, []) }, isBroken: false };
    case 'delta':
      if (model === undefined || model.version + 1 !== message.version) return { model, isBroken: true };
      return { model: applyDelta(model, message), isBroken: false };
    case 'task_text':
      if (model === undefined) return { model, isBroken: false };
      return { model: { ...model, texts: withText(model.texts, message.text) }, isBroken: false };
    case 'reveal':
      return { model, isBroken: false };
  }
}

/** All rows of the snapshot are here. */
export function isWhole({ tasks, tasks_total }: DashboardModel): boolean {
  return tasks.size >= tasks_total;
}

function applyDelta(model: DashboardModel, delta: Extract<ToDashboard, { kind: 'delta' }>): DashboardModel {
  const { version, head = model.head, conflicts = model.conflicts, tasks = [], removed = [], feed = [] } = delta;
  const rows = tasks.length + removed.length === 0 ? model.tasks : withRows(model.tasks, tasks, removed);
  const lines = feed.length === 0 ? model.feed : [...model.feed, ...feed].slice(-feedLinesMax);
  return { ...model, version, head, conflicts, feed: lines, tasks: rows, tasks_total: rows.size };
}

/** A row that is known keeps its place. */
function withRows(
  known: DashboardModel['tasks'],
  rows: readonly PanelTask[],
  removed: readonly string[],
): DashboardModel['tasks'] {
  const tasks = new Map(known);
  for (const row of rows) tasks.set(row.id, row);
  for (const id of removed) tasks.delete(id);
  return tasks;
}

function withText(known: DashboardModel['texts'], text: TaskText): DashboardModel['texts'] {
  const texts = new Map(known).set(text.task_id, text);
  const [oldest] = texts.keys();
  if (texts.size > textsKeptMax && oldest !== undefined) texts.delete(oldest);
  return texts;
}
