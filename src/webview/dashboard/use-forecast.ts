// The forecast, made anew with every second and every change; that of a large plan only now and then, because to lay out ten
// thousand tasks takes longer than a page may stand still that often.
import { useMemo } from 'preact/hooks';
import type { PanelTask } from '../../core/model/panel-dashboard.ts';
import { forecastRun, type Forecast, type ForecastWish } from '../../core/model/view-forecast.ts';

const largeMin = 500;
const largeBeatMs = 10_000;

export function useForecast(tasks: readonly PanelTask[], { workers, now, only }: ForecastWish): Forecast {
  const isLarge = tasks.length >= largeMin;
  const cause = isLarge ? [tasks.length, Math.floor(now / largeBeatMs)] : [tasks, now];
  return useMemo(() => forecastRun(tasks, { workers, now, only }), [...cause, workers, only]);
}
