// Times and numbers as a page shows them: short, and steady in their width.

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

export type Language = 'en' | 'ja';

/** `12s`, `3m 05s`, `1h 04m`, `2d 03h` */
export function formatDuration(ms: number): string {
  if (ms < minuteMs) return `${Math.floor(Math.max(0, ms) / secondMs)}s`;
  if (ms < hourMs) return `${Math.floor(ms / minuteMs)}m ${twoDigits((ms % minuteMs) / secondMs)}s`;
  if (ms < dayMs) return `${Math.floor(ms / hourMs)}h ${twoDigits((ms % hourMs) / minuteMs)}m`;
  return `${Math.floor(ms / dayMs)}d ${twoDigits((ms % dayMs) / hourMs)}h`;
}

/** Of a scale, whose steps are round: `40s`, `10m`, `1h`, `1h 30m`, `2d` */
export function formatTick(ms: number): string {
  if (ms < minuteMs) return formatDuration(ms);
  if (ms < hourMs) return formatDuration(ms).replace(' 00s', '');
  return formatDuration(ms).replace(/ 00[mh]$/, '');
}

/** For what is only guessed: `40s`, `9m`, `1h 05m`, `2d 03h` */
export function formatRoughly(ms: number): string {
  if (ms < minuteMs) return `${Math.max(1, Math.round(ms / (5 * secondMs)) * 5)}s`;
  return ms < hourMs ? `${Math.round(ms / minuteMs)}m` : formatDuration(ms);
}

/** How long a command took: `0.4s`, else as a duration. */
export function formatTook(ms: number): string {
  return ms < 10 * secondMs ? `${(Math.max(0, ms) / secondMs).toFixed(1)}s` : formatDuration(ms);
}

/** `12:34` */
export function formatClock(at: number): string {
  const date = new Date(at);
  return `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
}

/** The time of day, and the day when it is not today's. */
export function formatWhen(at: number, now: number, language: Language): string {
  const date = new Date(at);
  if (date.toDateString() === new Date(now).toDateString()) return formatClock(at);
  return `${date.toLocaleDateString(language, { month: 'short', day: 'numeric' })} ${formatClock(at)}`;
}

/** `812`, `12.4k`, `1.2M` */
export function formatCount(value: number): string {
  if (value < 1000) return String(Math.round(value));
  const [scaled, unit] = value < 999_500 ? [value / 1000, 'k'] : [value / 1_000_000, 'M'];
  return `${scaled < 100 ? scaled.toFixed(1).replace(/\.0$/, '') : Math.round(scaled)}${unit}`;
}

export function formatDollars(value: number): string {
  return `$${value.toFixed(value < 1 ? 3 : 2)}`;
}

function twoDigits(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}
