// The dashboards: one panel for each plan that is looked at. A panel follows the state of its repository, also when that is opened
// later than the panel, as it is when the window comes back.
import * as vscode from 'vscode';
import { plainText } from '../../core/base/text.ts';
import {
  dashboardMemorySchema,
  fromDashboardSchema,
  type FromDashboard,
  type ToDashboard,
} from '../../core/model/panel-messages.ts';
import type { FeedLine } from '../../core/model/panel-dashboard.ts';
import type { RegistryEvent } from '../../core/model/events.ts';
import { emptyState, type State } from '../../core/model/state.ts';
import { titleCharsMax } from '../../core/model/view-dashboard.ts';
import { loadDescriber } from '../../core/necrocode.ts';
import type { App, LiveRepository } from '../app.ts';
import { createPulse } from '../pulse.ts';
import type { Target } from '../target.ts';
import { createDashboardStream } from './dashboard-stream.ts';
import { dashboardWords } from './dashboard-words.ts';
import { viewTaskText } from './task-text.ts';
import { openPanel, type Panel } from './panel.ts';
import { commandOf } from './press.ts';

interface Subject {
  repository: string;
  spec_id: string;
}

interface OpenDashboard extends Subject {
  reveal(task_id: string | undefined): void;
  dispose(): void;
}

export interface Dashboards {
  show(target: Target): void;
  restore(panel: vscode.WebviewPanel, memory: unknown): void;
  dispose(): void;
}

/** At most five messages in a second. */
const beatMs = 200;
/** So far back it is looked for what has happened; other plans' events are among them. */
const eventsBackMax = 3000;

export function createDashboards(app: App): Dashboards {
  const open = new Set<OpenDashboard>();
  const find = ({ repository, spec_id }: Subject) =>
    [...open].find((one) => one.repository === repository && one.spec_id === spec_id);
  const add = (subject: Subject, restored?: vscode.WebviewPanel) => {
    const showOther = (other: Subject, self: OpenDashboard) => {
      const there = find(other);
      if (there === undefined || there === self) return false;
      there.reveal(undefined);
      return true;
    };
    const dashboard = openDashboard(app, subject, { restored, showOther, onGone: (gone) => open.delete(gone) });
    open.add(dashboard);
    return dashboard;
  };
  return {
    show({ repository, spec_id, task_id }) {
      const subject = { repository, spec_id: spec_id ?? likeliestSpec(app.repositories.byPath(repository)?.state()) };
      (find(subject) ?? add(subject)).reveal(task_id);
    },
    restore(panel, memory) {
      const subject = dashboardMemorySchema.safeParse(memory);
      if (subject.success) add(subject.data, panel);
      else panel.dispose();
    },
    dispose: () => open.forEach((one) => one.dispose()),
  };
}

/** The one that is being carried out, else the one that was planned last. */
function likeliestSpec(state: State | undefined): string {
  const specs = [...(state?.specs.values() ?? [])];
  const running = specs.findLast(({ run }) => run !== undefined && run.state !== 'finished');
  return (running ?? specs.at(-1))?.spec_id ?? '';
}

interface DashboardOptions {
  restored: vscode.WebviewPanel | undefined;
  /** True when the other plan has a panel of its own, which is shown now. */
  showOther: (other: Subject, self: OpenDashboard) => boolean;
  onGone: (self: OpenDashboard) => void;
}

function openDashboard(app: App, subject: Subject, { restored, showOther, onGone }: DashboardOptions): OpenDashboard {
  const { repository } = subject;
  let { spec_id } = subject;
  let wanted: string | undefined;
  const live = () => app.repositories.byPath(repository);
  const placeOf = () => describePlace(live(), { repository, spec_id });
  const stream = createDashboardStream({
    shown: () => ({ state: live()?.state() ?? emptyState(), place: placeOf() }),
    texts: { language: app.language, words: dashboardWords(vscode.l10n) },
    post: (message) => panel.post(message),
  });

  const reveal = () => {
    if (wanted === undefined) return;
    panel.post({ kind: 'reveal', task_id: wanted });
    wanted = undefined;
  };
  const begin = async () => {
    await stream.begin(await readFeed(app, live(), spec_id));
    reveal();
  };
  const onMessage = async (message: FromDashboard) => {
    switch (message.kind) {
      case 'ask_snapshot':
        return begin();
      case 'choose_spec':
        if (showOther({ repository, spec_id: message.spec_id }, self)) return undefined;
        self.spec_id = spec_id = message.spec_id;
        panel.setTitle(titleOf(live(), spec_id));
        return begin();
      case 'ask_task_text':
        return sendText(app, live(), { spec_id, task_id: message.task_id, panel });
      case 'press': {
        const { command, target } = commandOf(message, { repository, spec_id });
        await app.run(command, target);
        return undefined;
      }
    }
  };

  const panel: Panel<ToDashboard> = openPanel({
    ...{ app, page: 'dashboard', title: titleOf(live(), spec_id), messages: fromDashboardSchema, onMessage, restored },
  });
  const pulse = createPulse(beatMs, () => {
    panel.setTitle(titleOf(live(), spec_id));
    stream.flush().catch((error: unknown) => app.report(error, vscode.l10n.t('The dashboard cannot be shown.')));
  });
  const note = (events: readonly RegistryEvent[], feed: readonly FeedLine[]) => {
    stream.note(events, feed);
    pulse.ring();
  };
  const following = followRepository(app, { repository, spec: () => spec_id, note });
  const self: OpenDashboard = {
    ...{ repository, spec_id },
    reveal(task_id) {
      wanted = task_id;
      panel.reveal();
      reveal();
    },
    dispose: () => panel.dispose(),
  };
  panel.onDidDispose(() => {
    following.dispose();
    pulse.dispose();
    onGone(self);
  });
  return self;
}

function describePlace(live: LiveRepository | undefined, { repository, spec_id }: Subject) {
  const isKnown = live?.state().specs.has(spec_id) === true;
  const presence = isKnown
    ? ('present' as const)
    : live?.isLoaded() === false
      ? ('loading' as const)
      : ('absent' as const);
  return {
    ...{ repository, spec_id, presence, is_trusted: vscode.workspace.isTrusted },
    repository_name: live?.name ?? '',
    damage: live?.damage(),
  };
}

function titleOf(live: LiveRepository | undefined, spec_id: string): string {
  const title = plainText(live?.state().specs.get(spec_id)?.title ?? '', { charsMax: 40 });
  return title || spec_id || 'NecroCode';
}

interface Following {
  repository: string;
  spec: () => string;
  note: (events: readonly RegistryEvent[], feed: readonly FeedLine[]) => void;
}

/** Everything after which the page may look different. */
function followRepository(app: App, { repository, spec, note }: Following): vscode.Disposable {
  const { repositories } = app;
  let describe: Awaited<ReturnType<typeof loadDescriber>> | undefined;
  loadDescriber(app.language)
    .then((loaded) => {
      describe = loaded;
    })
    .catch((error: unknown) => app.output.error(String(error)));
  return vscode.Disposable.from(
    repositories.onDidChange(() => note([], [])),
    vscode.workspace.onDidGrantWorkspaceTrust(() => note([], [])),
    repositories.onDidChangeState(({ repository: changed, events }) => {
      if (changed.place.mainWorktree !== repository) return;
      note(events, describe === undefined ? [] : feedOf(events, { spec_id: spec(), state: changed.state(), describe }));
    }),
  );
}

type Describe = Awaited<ReturnType<typeof loadDescriber>>;

function feedOf(
  events: readonly RegistryEvent[],
  { spec_id, state, describe }: { spec_id: string; state: State; describe: Describe },
): FeedLine[] {
  return events.flatMap((event): FeedLine[] => {
    const notice = event.spec_id === spec_id ? describe(event, state) : undefined;
    if (notice === undefined) return [];
    const { seq, at, task_id } = event;
    const text = plainText(notice.text, { charsMax: titleCharsMax });
    return [{ seq, at, level: notice.level, text, ...(task_id === undefined ? {} : { task_id }) }];
  });
}

async function readFeed(app: App, live: LiveRepository | undefined, spec_id: string): Promise<FeedLine[]> {
  if (live === undefined || !live.isLoaded()) return [];
  const state = live.state();
  const sinceSeq = Math.max(0, state.seq - eventsBackMax);
  const [describe, events] = await Promise.all([
    loadDescriber(app.language),
    app.core.listEvents(live.place, { spec: spec_id, sinceSeq }),
  ]);
  const known = events.filter(({ seq }) => seq <= state.seq);
  return feedOf(known, { spec_id, state, describe });
}

interface TextWanted {
  spec_id: string;
  task_id: string;
  panel: Panel<ToDashboard>;
}

async function sendText(app: App, live: LiveRepository | undefined, { spec_id, task_id, panel }: TextWanted) {
  const task = live === undefined ? undefined : await app.core.readTask(live.place, spec_id, task_id);
  if (task !== undefined) panel.post({ kind: 'task_text', text: viewTaskText(task) });
}
