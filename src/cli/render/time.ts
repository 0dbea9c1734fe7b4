// Durations and times of day, short enough for a table and the same in every language.

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** `0.8s`, `12s`, `3m 05s`, `2h 04m`, `3d 04h` */
export function formatDuration(ms: number): string {
  if (ms < 10 * secondMs) return `${(Math.max(0, ms) / secondMs).toFixed(1)}s`;
  if (ms < minuteMs) return `${Math.floor(ms / secondMs)}s`;
  if (ms < hourMs) return `${Math.floor(ms / minuteMs)}m ${twoDigits((ms % minuteMs) / secondMs)}s`;
  if (ms < dayMs) return `${Math.floor(ms / hourMs)}h ${twoDigits((ms % hourMs) / minuteMs)}m`;
  return `${Math.floor(ms / dayMs)}d ${twoDigits((ms % dayMs) / hourMs)}h`;
}

/** Whole seconds, for what is redrawn all the time. */
export function formatElapsed(ms: number): string {
  return ms < minuteMs ? `${Math.floor(Math.max(0, ms) / secondMs)}s` : formatDuration(ms);
}

/** `2026-03-01 12:34:56`, in the reader's time zone. */
export function formatTime(at: number): string {
  const date = new Date(at);
  const day = [date.getFullYear(), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())].join('-');
  return `${day} ${formatClock(at)}`;
}

/** `12:34:56` */
export function formatClock(at: number): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
}

/** `812 B`, `1.5 kB`, `23 MB` */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${units[power] ?? ''}`;
}

function twoDigits(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}
