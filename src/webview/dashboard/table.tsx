// The same tasks as a table: everything that the graph says with lines and places is written in it. Only the rows in view exist, so
// that ten thousand tasks scroll as lightly as ten.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PanelTask } from '../../core/model/panel-dashboard.ts';
import { formatDuration } from '../format.ts';
import { TaskIcon } from '../parts/state-icon.tsx';
import { useSize } from '../parts/use-size.ts';
import { usePage, type Page } from './page.ts';
import { rowsInView } from './rows-window.ts';
import { liveOf, stateWord, waitsFor, workOf } from './task-words.ts';

export interface TableProps {
  tasks: ReadonlyMap<string, PanelTask>;
  matching: ReadonlySet<string> | undefined;
  selected: string | undefined;
}

const rowHeight = 28;
const headHeight = 28;
const idsShownMax = 4;

const stepOfKey: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowDown: (at, last) => Math.min(last, at + 1),
  ArrowUp: (at) => Math.max(0, at - 1),
  PageDown: (at, last) => Math.min(last, at + 10),
  PageUp: (at) => Math.max(0, at - 10),
  Home: () => 0,
  End: (_at, last) => last,
};

export function TaskTable({ tasks, matching, selected }: TableProps) {
  const page = usePage();
  const { t, select } = page;
  const scroller = useRef<HTMLDivElement>(null);
  const { height } = useSize(scroller);
  const [top, setTop] = useState(0);
  const rows = useMemo(() => [...tasks.values()].filter(({ id }) => matching?.has(id) !== false), [tasks, matching]);
  const at = rows.findIndex(({ id }) => id === selected);
  const { first, end } = rowsInView({ top, height }, { rowHeight, count: rows.length });

  useEffect(() => {
    const { current } = scroller;
    if (current === null || at === -1) return;
    const [from, to] = [at * rowHeight, (at + 1) * rowHeight + headHeight];
    if (from < current.scrollTop) current.scrollTop = from;
    else if (to > current.scrollTop + current.clientHeight) current.scrollTop = to - current.clientHeight;
  }, [at]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = stepOfKey[event.key];
    if (event.key === 'Escape') select(undefined);
    else if (step !== undefined) select(rows[step(at, rows.length - 1)]?.id);
    else return;
    event.preventDefault();
  };

  return (
    <div class="table-scroller" ref={scroller} onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}>
      <table
        {...{ role: 'grid', tabIndex: 0, onKeyDown, 'aria-label': t('table_label'), 'aria-rowcount': rows.length + 1 }}
        aria-activedescendant={at >= first && at < end ? `row-${at}` : undefined}
      >
        <thead>
          <tr aria-rowindex={1}>
            {columnsOf(page).map(([name, label]) => (
              <th key={name} class={name} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Filler height={first * rowHeight} />
          {rows.slice(first, end).map((task, offset) => (
            <Row key={task.id} task={task} tasks={tasks} at={first + offset} isSelected={task.id === selected} />
          ))}
          <Filler height={(rows.length - end) * rowHeight} />
        </tbody>
      </table>
      {rows.length === 0 ? <p class="empty">{t('no_match')}</p> : null}
    </div>
  );
}

function columnsOf({ t }: Page) {
  return [
    ...([
      ['id', t('task')],
      ['name', t('title')],
      ['state', t('state')],
    ] as const),
    ...([
      ['worker', t('worker')],
      ['time', t('time')],
      ['pull', t('pull')],
      ['waits', t('depends_on')],
    ] as const),
  ];
}

/** Stands for the rows that are not there. */
function Filler({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tr class="filler" role="presentation" aria-hidden="true">
      <td role="presentation" style={{ height: `${height}px` }} />
    </tr>
  );
}

interface RowProps {
  task: PanelTask;
  tasks: ReadonlyMap<string, PanelTask>;
  at: number;
  isSelected: boolean;
}

function Row({ task, tasks, at, isSelected }: RowProps) {
  const page = usePage();
  const work = workOf(task, page.now);
  const unmet = new Set(waitsFor(task, tasks));
  return (
    <tr
      {...{ id: `row-${at}`, 'aria-rowindex': at + 2, 'aria-selected': isSelected }}
      onClick={() => page.select(task.id)}
    >
      <td class="id">{task.id}</td>
      <td class="name" title={task.title}>
        {task.title}
      </td>
      <td class="state">
        <TaskIcon task={task} /> {stateWord(task, page)}
      </td>
      <td class="worker">{(liveOf(task) ?? task.attempts.at(-1))?.agent_instance ?? ''}</td>
      <td class="time">{work === undefined ? '' : formatDuration(work)}</td>
      <td class="pull">{task.pull === undefined ? '' : `#${task.pull}`}</td>
      <td class="waits" title={task.dependencies.join(', ')}>
        {task.dependencies.slice(0, idsShownMax).map((id) => (
          <span key={id} class={unmet.has(id) ? 'unmet' : 'met'}>
            {id}
          </span>
        ))}
        {task.dependencies.length > idsShownMax ? `+${task.dependencies.length - idsShownMax}` : ''}
      </td>
    </tr>
  );
}
