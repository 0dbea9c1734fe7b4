// How it goes on: when all will be over with so many workers, what decides that, how fast it has been so far, and what it has used.
import { useMemo } from 'preact/hooks';
import type { PanelTask } from '../../core/model/panel-dashboard.ts';
import { forecastRun, type Forecast } from '../../core/model/view-forecast.ts';
import { formatCount, formatDollars, formatDuration, formatRoughly } from '../format.ts';
import { Toggle } from '../parts/button.tsx';
import { usePage } from './page.ts';
import type { Sums } from './sums.ts';

export interface OutlookProps {
  tasks: readonly PanelTask[];
  forecast: Forecast;
  /** How many the run has, or would have. */
  workers: number;
  only: readonly string[] | undefined;
  showsCritical: boolean;
  onCritical: () => void;
}

const workersShown = [1, 2, 4, 8];
/** Above it a comparison takes longer than a glance is worth. */
const comparedMax = 2000;

export function Outlook({ tasks, forecast, workers, only, showsCritical, onCritical }: OutlookProps) {
  const { t, now } = usePage();
  const rows = useMemo(() => {
    const counts = [...new Set([...workersShown, workers])].sort((one, other) => one - other);
    return (tasks.length > comparedMax ? [workers] : counts).map((count) => ({
      count,
      ms: count === workers ? forecast.remaining_ms : forecastRun(tasks, { workers: count, now, only }).remaining_ms,
    }));
  }, [forecast, workers]);
  if (forecast.remaining_ms === 0) return <p class="empty">{t('nothing_left')}</p>;
  const longest = Math.max(1, ...rows.map(({ ms }) => ms));
  return (
    <>
      <table class="by-workers" aria-label={t('forecast')}>
        <thead>
          <tr>
            <th scope="col">{t('workers')}</th>
            <th scope="col" colSpan={2}>
              {t('remaining')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ count, ms }) => (
            <tr key={count} class={count === workers ? 'chosen' : ''}>
              <th scope="row">{count}</th>
              <td class="meter" aria-hidden="true">
                <span class="length" style={{ width: `${(ms / longest) * 100}%` }} />
              </td>
              <td class="took">{t('about', formatRoughly(ms))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Toggle class="chip" isOn={showsCritical} onToggle={onCritical}>
        {t('critical_path', forecast.critical.length)}
      </Toggle>
      {forecast.pace === undefined ? null : <p class="faint">{t('pace', Math.round(forecast.pace * 100))}</p>}
      {forecast.unreachable === 0 ? null : <p class="faint">{t('unreachable', forecast.unreachable)}</p>}
    </>
  );
}

export function Usage({ sums: { usage, attempts, work_ms } }: { sums: Sums }) {
  const { t } = usePage();
  const counted = (value: number | undefined) => (value === undefined ? t('unknown') : formatCount(value));
  const rows = [
    [t('input_tokens'), counted(usage.input_tokens)],
    [t('output_tokens'), counted(usage.output_tokens)],
    [t('cost'), usage.cost_usd === undefined ? t('unknown') : formatDollars(usage.cost_usd)],
    ...(usage.credits === undefined ? [] : [[t('credits'), counted(usage.credits)]]),
    [t('attempts'), String(attempts)],
    [t('work'), formatDuration(work_ms)],
  ];
  return (
    <dl class="usage">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
