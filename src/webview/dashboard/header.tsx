// The top of the page: what is carried out, how far it is, when it will be over, and the buttons that steer it.
import type { DashboardHead } from '../../core/model/panel-dashboard.ts';
import type { Forecast } from '../../core/model/view-forecast.ts';
import { Button } from '../parts/button.tsx';
import { formatCount, formatDollars, formatDuration, formatRoughly, formatWhen } from '../format.ts';
import { usePage, type Page } from './page.ts';
import { Progress } from './progress.tsx';
import type { Sums } from './sums.ts';

export interface HeaderProps {
  head: DashboardHead;
  sums: Sums;
  forecast: Forecast;
  onChooseSpec: (spec_id: string) => void;
}

export function Header({ head, sums, forecast, onChooseSpec }: HeaderProps) {
  const page = usePage();
  const { t } = page;
  return (
    <header class="page-head">
      <div class="title-row">
        <h1 title={head.title}>{head.title}</h1>
        <RunState head={head} />
        {head.specs.length < 2 ? null : (
          <select
            aria-label={t('spec')}
            value={head.spec_id}
            onChange={({ currentTarget }) => onChooseSpec(currentTarget.value)}
          >
            {head.specs.map(({ spec_id, title }) => (
              <option key={spec_id} value={spec_id}>
                {title}
              </option>
            ))}
          </select>
        )}
        <div class="actions">
          <RunButtons head={head} isAllDone={sums.total > 0 && sums.counts.done === sums.total} />
        </div>
      </div>
      <Progress sums={sums} />
      <dl class="facts">
        {factsOf({ head, sums, forecast, page }).map(({ name, value, note }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {value}
              {note === undefined ? null : <small>{note}</small>}
            </dd>
          </div>
        ))}
      </dl>
    </header>
  );
}

function RunState({ head: { run } }: { head: DashboardHead }) {
  const { t } = usePage();
  const state = run === undefined ? 'planned' : (run.outcome ?? (run.is_cancel_requested ? 'stopping' : run.state));
  return <span class={`pill run-${state}`}>{t(`run_${state === 'finished' ? 'completed' : state}`)}</span>;
}

function RunButtons({ head: { run, is_trusted }, isAllDone }: { head: DashboardHead; isAllDone: boolean }) {
  const { t, press } = usePage();
  const barred = is_trusted ? undefined : t('untrusted');
  if (run === undefined || run.state === 'finished') {
    const kind = isAllDone ? 'secondary' : 'primary';
    return <Button icon="play" kind={kind} label={t('execute')} barred={barred} onPress={() => press('execute')} />;
  }
  if (run.is_cancel_requested) return null;
  return (
    <>
      {run.state === 'paused' ? (
        <Button icon="play" kind="primary" label={t('resume')} barred={barred} onPress={() => press('resume')} />
      ) : (
        <Button icon="pause" label={t('pause')} barred={barred} onPress={() => press('pause')} />
      )}
      <Button icon="stop" label={t('cancel')} barred={barred} onPress={() => press('cancel')} />
    </>
  );
}

interface Fact {
  name: string;
  value: string;
  note?: string;
}

interface FactsOf {
  head: DashboardHead;
  sums: Sums;
  forecast: Forecast;
  page: Page;
}

function factsOf({ head: { run }, sums, forecast, page }: FactsOf): Fact[] {
  const { t, now } = page;
  const { usage } = sums;
  const tokens = usage.input_tokens === undefined && usage.output_tokens === undefined ? undefined : usage;
  return [
    ...(run === undefined
      ? []
      : [
          { name: t('workers'), value: workersOf(run, sums.at_work, page), note: run.agent },
          { name: t('elapsed'), value: formatDuration((run.finished_at ?? now) - run.started_at) },
        ]),
    ...finishOf(run?.state, forecast, page),
    {
      name: t('tokens'),
      value:
        tokens === undefined ? t('unknown') : formatCount((tokens.input_tokens ?? 0) + (tokens.output_tokens ?? 0)),
    },
    { name: t('cost'), value: usage.cost_usd === undefined ? t('unknown') : formatDollars(usage.cost_usd) },
  ];
}

function workersOf(
  { workers, state }: NonNullable<DashboardHead['run']>,
  atWork: number,
  { t }: Pick<Page, 't'>,
): string {
  if (state === 'finished') return workers === 'auto' ? t('workers_auto') : String(workers);
  return workers === 'auto' ? String(atWork) : t('some_of', atWork, workers);
}

/** Nothing once all is over, and nothing while it is paused: then nobody can know. */
function finishOf(
  state: 'running' | 'paused' | 'finished' | undefined,
  forecast: Forecast,
  { t, now, language }: Page,
): Fact[] {
  const { remaining_ms } = forecast;
  if (remaining_ms === 0 || state === 'finished') return [];
  if (state === 'running') {
    const note = t('in_time', formatRoughly(remaining_ms));
    return [{ name: t('finish'), value: t('about', formatWhen(now + remaining_ms, now, language)), note }];
  }
  return [{ name: t('remaining'), value: t('about', formatRoughly(remaining_ms)) }];
}
