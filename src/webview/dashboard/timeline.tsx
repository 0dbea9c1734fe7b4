// The time line: who was at work when, and side by side with whom. One lane is one worker; a bar is an attempt.
import { useMemo, useRef, useState } from 'preact/hooks';
import type { PanelRun, PanelTask } from '../../core/model/panel-dashboard.ts';
import { formatDuration, formatTick } from '../format.ts';
import { IconButton } from '../parts/button.tsx';
import { useSize } from '../parts/use-size.ts';
import { layOutBars, type Bar, type Lanes } from './bars.ts';
import { usePage, type Page } from './page.ts';

export interface TimelineProps {
  run: PanelRun;
  tasks: ReadonlyMap<string, PanelTask>;
  selected: string | undefined;
  /** What is left, by the forecast: the line goes on so far. */
  remaining_ms: number;
}

const zoomMax = 64;
const labelWidth = 36;

export function Timeline(props: TimelineProps) {
  const { t } = usePage();
  const { run, tasks } = props;
  const isBegun = [...tasks.values()].some(({ attempts }) => attempts.some(({ start }) => start >= run.started_at));
  return isBegun ? <LanesView {...props} /> : <p class="empty">{t('timeline_empty')}</p>;
}

function LanesView({ run, tasks, selected, remaining_ms }: TimelineProps) {
  const page = usePage();
  const { t, now, select } = page;
  const scroller = useRef<HTMLDivElement>(null);
  const { width } = useSize(scroller);
  const [zoom, setZoom] = useState(1);
  const end = run.finished_at ?? now;
  const until = run.state === 'running' ? Math.max(end, now + remaining_ms) : end;
  const drawn = Math.max(0, width - labelWidth) * zoom;
  const lanes = useMemo(
    () => layOutBars(tasks.values(), { start: run.started_at, end: until, now: end, width: drawn }),
    [tasks, run.started_at, until, end, drawn],
  );
  const places = placesOf(lanes);
  const indexOf = new Map(places.map(({ bar }, index) => [bar, index]));
  const [walkedTo, setWalkedTo] = useState('');
  const active = findActive(places, selected, walkedTo);

  const onKeyDown = (event: KeyboardEvent) => {
    const next = stepFrom(places, active, event.key);
    if (next === undefined) return;
    event.preventDefault();
    setWalkedTo(keyOf(next.bar));
    select(next.bar.task_id);
  };

  const nowAt =
    run.state === 'running' ? ((now - run.started_at) * drawn) / Math.max(1, until - run.started_at) : undefined;
  return (
    <div class="timeline">
      <div class="timeline-tools" role="toolbar" aria-label={t('zoom')}>
        <IconButton icon="minus" label={t('zoom_out')} onPress={() => setZoom(Math.max(1, zoom / 2))} />
        <IconButton icon="plus" label={t('zoom_in')} onPress={() => setZoom(Math.min(zoomMax, zoom * 2))} />
      </div>
      <div class="timeline-scroller" ref={scroller}>
        <div
          {...{ class: 'lanes', role: 'listbox', tabIndex: 0, onKeyDown, 'aria-label': t('timeline_label') }}
          aria-activedescendant={active === -1 ? undefined : `bar-${active}`}
          style={{ width: `${drawn + labelWidth}px` }}
        >
          <div class="scale" aria-hidden="true">
            {lanes.ticks.map(({ at, left }) => (
              <span key={at} style={{ left: `${left + labelWidth}px` }}>
                {formatTick(at)}
              </span>
            ))}
            {nowAt === undefined ? null : <i class="now" style={{ left: `${nowAt + labelWidth}px` }} />}
          </div>
          {lanes.lanes.map(({ number, bars }) => (
            <div key={number} class="lane" role="presentation">
              <span class="lane-name" aria-hidden="true">
                {number}
              </span>
              {bars.map((bar) => {
                const index = indexOf.get(bar) ?? 0;
                return <BarMark key={keyOf(bar)} index={index} bar={bar} lane={number} isActive={index === active} />;
              })}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

function BarMark({ bar, lane, index, isActive }: { bar: Bar; lane: number; index: number; isActive: boolean }) {
  const page = usePage();
  const text = describeBar(bar, lane, page);
  return (
    <div
      {...{ id: `bar-${index}`, role: 'option', 'aria-selected': isActive, 'aria-label': text, title: text }}
      class={`bar ${bar.outcome} ${isActive ? 'active' : ''}`}
      style={{ left: `${bar.left + labelWidth}px`, width: `${bar.width}px` }}
      onClick={() => page.select(bar.task_id)}
    >
      {bar.count > 1 ? null : (
        <span aria-hidden="true">
          {bar.task_id} <span class="bar-title">{bar.title}</span>
        </span>
      )}
    </div>
  );
}

function describeBar({ task_id, title, attempt, count, outcome, start, end }: Bar, lane: number, { t }: Page): string {
  const took = formatDuration(end - start);
  const what = count > 1 ? t('attempts_together', count) : `${task_id} ${title}`;
  const again = attempt > 1 && count === 1 ? ` ${t('attempt_number', attempt)}` : '';
  return `${what}${again}, ${t(`outcome_${outcome}`)}, ${took}, ${t('worker_number', lane)}`;
}

interface Place {
  bar: Bar;
  lane: number;
}

function placesOf({ lanes }: Lanes): Place[] {
  return lanes.flatMap(({ number, bars }) => bars.map((bar) => ({ bar, lane: number })));
}

function keyOf({ task_id, attempt }: Bar): string {
  return `${task_id} ${attempt}`;
}

/** Of a task with several attempts, the one that the arrow keys have led to; else the last. */
function findActive(places: readonly Place[], selected: string | undefined, walkedTo: string): number {
  const walked = places.findIndex(({ bar }) => bar.task_id === selected && keyOf(bar) === walkedTo);
  return walked === -1 ? places.findLastIndex(({ bar }) => bar.task_id === selected) : walked;
}

/** Along the lane, or to the bar of the next lane that is nearest in time. */
function stepFrom(places: readonly Place[], active: number, key: string): Place | undefined {
  const here = places[active];
  if (here === undefined) return key.startsWith('Arrow') ? places[0] : undefined;
  if (key === 'ArrowRight' || key === 'ArrowLeft') {
    const next = places[active + (key === 'ArrowRight' ? 1 : -1)];
    return next?.lane === here.lane ? next : undefined;
  }
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return undefined;
  const lane = here.lane + (key === 'ArrowDown' ? 1 : -1);
  const distance = ({ bar }: Place) => Math.abs(bar.start - here.bar.start);
  const there = places.filter((place) => place.lane === lane);
  return there.sort((one, other) => distance(one) - distance(other))[0];
}
