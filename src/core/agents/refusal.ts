// Tells from what an agent reports as an error whether its quota is used up, whether it wants a sign-in, or neither. Agents
// have no common codes for this, so that codes come first and the words of the message second. The shapes are those of the
// agents' own reports: JSON-RPC errors, HTTP statuses, `retry-after` in its spellings.
import type { Failure } from '../model/failure.ts';

export interface Reported {
  message: string;
  /** Whatever came with it; looked through for codes and times. */
  details?: unknown;
}

const quotaWords =
  /\b429\b|rate.?limit|too many requests|quota|(?:usage|request|spending|credit|monthly|weekly|daily) limit|out of credits|insufficient (?:credits|balance|funds)/i;
const signInWords =
  /\b401\b|not (?:logged|signed) in|(?:log|sign).?in (?:is )?required|(?:please|must) (?:log|sign) ?in|unauthori[sz]ed|authentication (?:is )?(?:required|failed)|(?:invalid|missing|incorrect|no) (?:x-)?api.?key|no credentials/i;

/** JSON-RPC's "authentication required" of the Agent Client Protocol. */
const authRequiredCode = -32_000;
const depthMax = 5;

/** @param now milliseconds since the epoch */
export function failureOfReport(
  agent: string,
  { message, details }: Reported,
  { now, signInHint }: { now: number; signInHint?: string | undefined },
): Failure {
  const fields = fieldsOf(details);
  const statuses = fields.filter(([name]) => /^(?:code|status|status_?code|http_?status)$/i.test(name));
  const hasStatus = (status: number): boolean => statuses.some(([, value]) => Number(value) === status);
  const said = message.trim() === '' ? 'no reason was given' : message.trim();
  // A sign-in comes first: it has a code of its own, and some agents call a missing subscription a limit.
  if (hasStatus(authRequiredCode) || hasStatus(401) || signInWords.test(message)) {
    const hint = signInHint === undefined ? '' : ` ${signInHint}`;
    return { kind: 'permission_denied', message: `The agent "${agent}" is not signed in: ${said}.${hint}` };
  }
  if (hasStatus(429) || quotaWords.test(message)) {
    const reset_at = resetOf(message, fields, now);
    return {
      kind: 'quota',
      message: `The agent "${agent}" has used up its quota: ${said}`,
      ...(reset_at === undefined ? {} : { reset_at }),
    };
  }
  return { kind: 'agent_error', message: `The agent "${agent}" reported an error: ${said}` };
}

type Field = readonly [name: string, value: string | number];

function fieldsOf(value: unknown, depth = 0): Field[] {
  if (typeof value !== 'object' || value === null || depth > depthMax) return [];
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]): Field[] =>
    typeof inner === 'string' || typeof inner === 'number' ? [[name, inner]] : fieldsOf(inner, depth + 1),
  );
}

const unitMs: readonly (readonly [RegExp, number])[] = [
  [/^ms|^milli/i, 1],
  [/^s/i, 1000],
  [/^m/i, 60_000],
  [/^h/i, 3_600_000],
];

function resetOf(message: string, fields: readonly Field[], now: number): number | undefined {
  for (const [name, value] of fields) {
    const key = name.replace(/[-_]/g, '').toLowerCase();
    if (key === 'retryafterms') return laterBy(Number(value), now);
    if (/^(?:retryafter|retryafterseconds|retryin|retrydelay)$/.test(key)) {
      const seconds = typeof value === 'number' ? value : Number(value.replace(/s$/, ''));
      return Number.isNaN(seconds) ? timeOf(value) : laterBy(seconds * 1000, now);
    }
    if (/^(?:resetat|resetsat|resettime|resettimestamp|reset)$/.test(key)) return timeOf(value);
  }
  // Claude Code ends its sentence with the time.
  const [, stamp] = /limit reached\|(\d{10,13})/.exec(message) ?? [];
  if (stamp !== undefined) return timeOf(stamp);
  const within =
    /(?:retry|try again|wait|resets?)\D{0,20}?(\d+(?:\.\d+)?)\s*(ms|milli\w*|s|sec\w*|m|min\w*|h|hours?)\b/i.exec(
      message,
    );
  if (within === null) return undefined;
  const [, amount = '', unit = ''] = within;
  const factor = unitMs.find(([pattern]) => pattern.test(unit))?.[1] ?? 1000;
  return laterBy(Number(amount) * factor, now);
}

function laterBy(ms: number, now: number): number | undefined {
  return Number.isFinite(ms) && ms >= 0 ? now + Math.round(ms) : undefined;
}

/** ISO time, or seconds or milliseconds since the epoch. */
function timeOf(value: string | number): number | undefined {
  const count = Number(value);
  if (!Number.isNaN(count)) return count > 1e11 ? count : count > 1e8 ? count * 1000 : undefined;
  const at = Date.parse(String(value));
  return Number.isNaN(at) ? undefined : at;
}
