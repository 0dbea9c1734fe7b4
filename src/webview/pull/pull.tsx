// The page of a pull request: takes what the host says, draws it, and tells the host what was pressed and said.
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { toPullSchema, type FromPull, type ToPull } from '../../core/model/panel-messages.ts';
import { openDoor } from '../door.ts';
import { useNow } from '../parts/use-now.ts';
import { translator } from '../translate.ts';
import { takeMessage, type PullModel } from './model.ts';
import { PageContext, type Page } from './page.ts';
import { PullView } from './pull-page.tsx';
import { firstViewState, viewStateSchema, type ViewState } from './view-state.ts';

const root = document.getElementById('root') ?? document.body;
let model: PullModel | undefined;
let isDrawing = false;

const door = openDoor<ToPull, FromPull, ViewState>({
  messages: toPullSchema,
  memory: viewStateSchema,
  onMessage(message) {
    model = takeMessage(model, message);
    drawSoon();
  },
});

function drawSoon(): void {
  if (isDrawing) return;
  isDrawing = true;
  requestAnimationFrame(() => {
    isDrawing = false;
    if (model !== undefined) render(<Root model={model} />, root);
  });
}

function Root({ model: shown }: { model: PullModel }) {
  const { repository, number, presence, diff_version } = shown.page;
  const [view, setView] = useState<ViewState>(() => door.remembered() ?? firstViewState);
  const change = (changes: Partial<ViewState>) => setView((before) => ({ ...before, ...changes }));
  useEffect(() => change({ repository, number }), [repository, number]);
  useEffect(() => {
    if (view.repository !== '') door.remember(view);
  }, [view]);
  const page: Page = {
    t: translator(shown.words),
    language: shown.language,
    now: useNow(false),
    press: (command, about = {}) => door.post({ kind: 'press', command, ...about }),
    openLink: (url) => door.post({ kind: 'open_link', url }),
  };
  return (
    <PageContext.Provider value={page}>
      {presence === 'present' ? (
        <PullView
          {...{ model: shown, view, onView: change }}
          onSay={(text, asks_for_changes) => door.post({ kind: 'say', text, asks_for_changes })}
          onAskPatch={(path) => door.post({ kind: 'ask_patch', diff_version, path })}
        />
      ) : (
        <p class="empty whole">{page.t(presence)}</p>
      )}
    </PageContext.Provider>
  );
}

door.post({ kind: 'ask_snapshot' });
