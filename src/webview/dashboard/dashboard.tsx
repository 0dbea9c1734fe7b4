// The dashboard's page: takes what the host says, draws it, and tells the host what was pressed. It holds nothing that is not
// asked for again when the page is made anew, but for how somebody has set it up.
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { toDashboardSchema, type FromDashboard, type ToDashboard } from '../../core/model/panel-messages.ts';
import { openDoor } from '../door.ts';
import { useNow } from '../parts/use-now.ts';
import { translator } from '../translate.ts';
import { DashboardPage } from './dashboard-page.tsx';
import { takeMessage, type DashboardModel } from './model.ts';
import { PageContext, type Page } from './page.ts';
import { firstViewState, viewStateSchema, type ViewState } from './view-state.ts';

const root = document.getElementById('root') ?? document.body;
let model: DashboardModel | undefined;
/** What the host wants to be seen; another object each time. */
let revealed: { task_id: string } | undefined;
let isDrawing = false;

const door = openDoor<ToDashboard, FromDashboard, ViewState>({
  messages: toDashboardSchema,
  memory: viewStateSchema,
  onMessage(message) {
    if (message.kind === 'reveal') revealed = message;
    const taken = takeMessage(model, message);
    model = taken.model;
    if (taken.isBroken) askAgain();
    else drawSoon();
  },
});

/** Until an answer comes, whatever else was missed is part of it. */
let isAsking = false;
function askAgain(): void {
  if (isAsking) return;
  isAsking = true;
  model = undefined;
  door.post({ kind: 'ask_snapshot' });
}

function drawSoon(): void {
  isAsking = false;
  if (isDrawing) return;
  isDrawing = true;
  requestAnimationFrame(() => {
    isDrawing = false;
    if (model !== undefined) render(<Root model={model} revealed={revealed} />, root);
  });
}

function Root({
  model: shown,
  revealed: wanted,
}: {
  model: DashboardModel;
  revealed: { task_id: string } | undefined;
}) {
  const { head } = shown;
  const [view, setView] = useState<ViewState>(() => door.remembered() ?? firstViewState);
  const change = (changes: Partial<ViewState>) => setView((before) => ({ ...before, ...changes }));
  const { repository, spec_id } = head;
  useEffect(() => {
    if (view.spec_id !== '' && view.spec_id !== spec_id) change({ selected: undefined, opened: [] });
    change({ repository, spec_id });
  }, [repository, spec_id]);
  useEffect(() => {
    if (wanted !== undefined) change({ selected: wanted.task_id });
  }, [wanted]);
  useEffect(() => {
    if (view.repository !== '') door.remember(view);
  }, [view]);
  const isLive = head.run !== undefined && head.run.state !== 'finished';
  const page: Page = {
    t: translator(shown.words),
    language: shown.language,
    now: useNow(isLive),
    isTrusted: head.is_trusted,
    press: (command, about = {}) => door.post({ kind: 'press', command, ...about }),
    select: (selected) => change({ selected }),
  };
  return (
    <PageContext.Provider value={page}>
      {head.presence === 'present' ? (
        <DashboardPage
          {...{ model: shown, view, onView: change }}
          onChooseSpec={(spec_id) => door.post({ kind: 'choose_spec', spec_id })}
          onAskText={(task_id) => door.post({ kind: 'ask_task_text', task_id })}
        />
      ) : (
        <p class="empty whole">{page.t(head.presence)}</p>
      )}
    </PageContext.Provider>
  );
}

door.post({ kind: 'ask_snapshot' });
