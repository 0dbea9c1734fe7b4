// All that is known of the selected task, and what can be done with it.
import { useEffect } from 'preact/hooks';
import type { PanelAttempt, PanelTask, TaskText } from '../../core/model/panel-dashboard.ts';
import { formatClock, formatCount, formatDollars, formatDuration } from '../format.ts';
import { IconButton } from '../parts/button.tsx';
import { TaskIcon } from '../parts/state-icon.tsx';
import { failureWord } from './failure-word.ts';
import { usePage, type Page } from './page.ts';
import { TaskActions } from './task-actions.tsx';
import { liveOf, stateWord, workOf } from './task-words.ts';

export interface DetailsProps {
  task: PanelTask;
  tasks: ReadonlyMap<string, PanelTask>;
  dependents: readonly string[];
  text: TaskText | undefined;
  onAskText: (task_id: string) => void;
}

const linksShownMax = 24;

export function Details({ task, tasks, dependents, text, onAskText }: DetailsProps) {
  const page = usePage();
  const { t } = page;
  useEffect(() => {
    if (text === undefined) onAskText(task.id);
  }, [task.id, text === undefined]);
  return (
    <section class="details" aria-label={t('task_details', task.id)}>
      <div class="details-head">
        <TaskIcon task={task} />
        <h2>
          <span class="node-id">{task.id}</span> {task.title}
        </h2>
        <IconButton icon="close" label={t('close')} onPress={() => page.select(undefined)} />
      </div>
      <p class="faint">{stateLine(task, page)}</p>
      {task.failure === undefined ? null : (
        <p class="failure">
          <b>{failureWord(task.failure.kind, t)}</b> {task.failure.message}
        </p>
      )}
      <TaskActions task={task} />
      {text === undefined ? null : <Texts text={text} />}
      <Links title={t('depends_on')} ids={task.dependencies} tasks={tasks} />
      <Links title={t('opens')} ids={dependents} tasks={tasks} />
      <Attempts task={task} />
      <UsageLine task={task} />
    </section>
  );
}

function stateLine(task: PanelTask, page: Page): string {
  const { t, now } = page;
  const work = workOf(task, now);
  const isLater = task.state === 'ready' && task.not_before !== undefined && task.not_before > now;
  return [
    stateWord(task, page),
    ...(isLater ? [t('in_time', formatDuration((task.not_before ?? 0) - now))] : []),
    ...(task.blocked_by === undefined ? [] : [t('blocked_by', task.blocked_by.join(', '))]),
    ...(work === undefined ? [] : [formatDuration(work)]),
    ...(liveOf(task) === undefined ? [] : [liveOf(task)?.agent_instance ?? '']),
    ...(task.skill === undefined ? [] : [task.skill]),
    ...(task.minutes === undefined ? [] : [t('estimate', formatDuration(task.minutes * 60_000))]),
  ].join(' · ');
}

function Texts({ text: { description, acceptance, files, verify } }: { text: TaskText }) {
  const { t } = usePage();
  return (
    <>
      {description === '' ? null : <p class="description">{description}</p>}
      <List title={t('acceptance')} items={acceptance} />
      <List title={t('files')} items={files} isCode />
      <List title={t('verification')} items={verify} isCode />
    </>
  );
}

function List({ title, items, isCode = false }: { title: string; items: readonly string[]; isCode?: boolean }) {
  if (items.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul class={isCode ? 'lines code' : 'lines'}>
        {items.map((item, at) => (
          <li key={at}>{isCode ? <code>{item}</code> : item}</li>
        ))}
      </ul>
    </>
  );
}

interface LinksProps {
  title: string;
  ids: readonly string[];
  tasks: ReadonlyMap<string, PanelTask>;
}

function Links({ title, ids, tasks }: LinksProps) {
  const { t, select } = usePage();
  if (ids.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul class="links">
        {ids.slice(0, linksShownMax).map((id) => {
          const task = tasks.get(id);
          return (
            <li key={id}>
              <button type="button" class="link-row" title={task?.title} onClick={() => select(id)}>
                {task === undefined ? null : <TaskIcon task={task} />}
                <span class="node-id">{id}</span>
                <span class="link-title">{task?.title ?? ''}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {ids.length > linksShownMax ? <p class="faint">{t('more', ids.length - linksShownMax)}</p> : null}
    </>
  );
}

function Attempts({ task }: { task: PanelTask }) {
  const { t } = usePage();
  if (task.attempts.length === 0) return null;
  return (
    <>
      <h3>{t('attempts')}</h3>
      <ul class="attempts">
        {task.attempts.toReversed().map((attempt) => (
          <li key={attempt.attempt}>
            <AttemptLine task={task} attempt={attempt} />
          </li>
        ))}
      </ul>
    </>
  );
}

function AttemptLine({ task, attempt }: { task: PanelTask; attempt: PanelAttempt }) {
  const { t, now, press } = usePage();
  const outcome = attempt.end === undefined ? 'at_work' : (attempt.outcome ?? 'failed');
  const why = attempt.failure === undefined ? t(`outcome_${outcome}`) : failureWord(attempt.failure, t);
  const about = { task_id: task.id, attempt: attempt.attempt };
  return (
    <>
      <span class={`dot ${outcome}`} aria-hidden="true" />
      <span class="attempt-text">
        {attempt.attempt}. {attempt.agent_instance} <span class="faint">{why}</span>
      </span>
      <span class="faint">
        {formatClock(attempt.start)} · {formatDuration((attempt.end ?? now) - attempt.start)}
      </span>
      <IconButton icon="log" label={t('open_log_of', attempt.attempt)} onPress={() => press('openLog', about)} />
      {attempt.has_commit ? (
        <IconButton icon="diff" label={t('show_diff_of', attempt.attempt)} onPress={() => press('showDiff', about)} />
      ) : null}
    </>
  );
}

/** Only of what was reported. */
function UsageLine({ task: { usage } }: { task: PanelTask }) {
  const { t } = usePage();
  if (usage === undefined) return null;
  const parts = [
    ...(usage.input_tokens === undefined ? [] : [t('tokens_in', formatCount(usage.input_tokens))]),
    ...(usage.output_tokens === undefined ? [] : [t('tokens_out', formatCount(usage.output_tokens))]),
    ...(usage.cost_usd === undefined ? [] : [formatDollars(usage.cost_usd)]),
    ...(usage.credits === undefined ? [] : [t('credits_used', formatCount(usage.credits))]),
  ];
  return parts.length === 0 ? null : <p class="faint usage-line">{parts.join(' · ')}</p>;
}
