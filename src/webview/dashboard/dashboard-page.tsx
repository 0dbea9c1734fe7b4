// The dashboard as a whole: what stands where, and what is derived from the tasks for all its parts together.
import { useMemo } from 'preact/hooks';
import { dependentsOf } from '../../core/model/graph.ts';
import { Icon } from '../parts/icon.tsx';
import { Fold } from '../parts/fold.tsx';
import { Conflicts } from './conflicts.tsx';
import { Details } from './details.tsx';
import { Feed } from './feed.tsx';
import { isFiltering, matchTasks, noFilter, toggleState } from './filter.ts';
import { Graph } from './graph.tsx';
import { Header } from './header.tsx';
import { isWhole, type DashboardModel } from './model.ts';
import { Needs } from './needs.tsx';
import { Outlook, Usage } from './outlook.tsx';
import { usePage } from './page.ts';
import { sumUp } from './sums.ts';
import { TaskTable } from './table.tsx';
import { Timeline } from './timeline.tsx';
import { Toolbar } from './toolbar.tsx';
import { useForecast } from './use-forecast.ts';
import { toggled, type ViewState } from './view-state.ts';

export interface DashboardProps {
  model: DashboardModel;
  view: ViewState;
  onView: (change: Partial<ViewState>) => void;
  onChooseSpec: (spec_id: string) => void;
  onAskText: (task_id: string) => void;
}

const workersGuessed = 3;

export function DashboardPage({ model, view, onView, onChooseSpec, onAskText }: DashboardProps) {
  const { t, now, press } = usePage();
  const { head, tasks } = model;
  const { run } = head;
  const all = useMemo(() => [...tasks.values()], [tasks]);
  const shape = useMemo(() => all.map(({ id, dependencies }) => `${id}<${dependencies.join()}`).join(' '), [all]);
  const dependents = useMemo(() => dependentsOf(all), [shape]);
  const sums = useMemo(() => sumUp(all, { since: run?.started_at ?? 0, now }), [all, run?.started_at, now]);
  const workers = typeof run?.workers === 'number' ? run.workers : Math.max(sums.at_work, workersGuessed);
  const forecast = useForecast(all, { workers, now, only: run?.only });
  const filter = { text: view.text, states: view.states };
  const matching = useMemo(() => matchTasks(all, filter), [all, view.text, view.states]);
  const critical = useMemo(
    () => new Set(view.shows_critical ? forecast.critical : []),
    [view.shows_critical, forecast],
  );
  const selected = view.selected === undefined ? undefined : tasks.get(view.selected);
  const common = { tasks, matching, selected: selected?.id };
  const fold = (id: string) => ({
    id,
    isFolded: view.folded.includes(id),
    onToggle: () => onView({ folded: toggled(view.folded, id) }),
  });

  return (
    <div class="dashboard">
      <Header head={head} sums={sums} forecast={forecast} onChooseSpec={onChooseSpec} />
      {head.is_trusted ? null : <Banner icon="info" text={t('untrusted')} />}
      {head.damage === undefined ? null : (
        <Banner
          icon="warning"
          text={t('damaged', head.damage)}
          action={{ label: t('doctor'), run: () => press('doctor') }}
        />
      )}
      <Needs needs={head.needs} />
      <div class="columns">
        <main class="work">
          <Toolbar
            {...{ shows: view.shows, onShow: (shows) => onView({ shows }), filter, counts: sums.counts }}
            {...{ onText: (text) => onView({ text }), onState: (state) => onView(toggleState(filter, state)) }}
            {...{ onClear: () => onView(noFilter), matching: isFiltering(filter) ? matching?.size : undefined }}
          />
          {!isWhole(model) ? (
            <p class="empty">{t('loading')}</p>
          ) : view.shows === 'graph' ? (
            <Graph
              {...common}
              {...{ shape, critical, opened: view.opened, onOpened: (opened) => onView({ opened }) }}
            />
          ) : (
            <TaskTable {...common} />
          )}
          {run === undefined ? null : (
            <Fold {...fold('time')} title={t('timeline')}>
              <Timeline {...{ run, tasks, selected: selected?.id, remaining_ms: forecast.remaining_ms }} />
            </Fold>
          )}
        </main>
        <aside class="side" aria-label={t('details')}>
          {selected === undefined ? null : (
            <Details
              {...{ task: selected, tasks, dependents: dependents.get(selected.id) ?? [], onAskText }}
              text={model.texts.get(selected.id)}
            />
          )}
          <Fold {...fold('activity')} title={t('activity')}>
            <Feed lines={model.feed} />
          </Fold>
          <Fold {...fold('conflict')} title={t('conflicts')} note={model.conflicts.length || undefined}>
            <Conflicts conflicts={model.conflicts} order={[...tasks.keys()]} selected={selected?.id} />
          </Fold>
          <Fold {...fold('outlook')} title={t('forecast')}>
            <Outlook
              {...{ tasks: all, forecast, workers, only: run?.only, showsCritical: view.shows_critical }}
              onCritical={() => onView({ shows_critical: !view.shows_critical })}
            />
          </Fold>
          <Fold {...fold('used')} title={t('usage')}>
            <Usage sums={sums} />
          </Fold>
        </aside>
      </div>
    </div>
  );
}

interface BannerProps {
  icon: 'info' | 'warning';
  text: string;
  action?: { label: string; run: () => void };
}

function Banner({ icon, text, action }: BannerProps) {
  return (
    <p class={`banner ${icon}`} role="status">
      <Icon name={icon} />
      <span>{text}</span>
      {action === undefined ? null : (
        <button type="button" class="button quiet" onClick={action.run}>
          {action.label}
        </button>
      )}
    </p>
  );
}
