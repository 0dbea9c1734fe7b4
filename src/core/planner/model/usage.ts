// What all calls of one planning took together. A sum is known only when every call reported its part.
import type { Usage } from './wire.ts';

export interface UsageMeter {
  calls: () => number;
  add: (usage: Usage) => void;
  total: () => Usage;
}

export function createUsageMeter(): UsageMeter {
  const reported: Usage[] = [];
  const sum = (part: keyof Usage): number | undefined =>
    reported.reduce<number | undefined>((so, usage) => {
      const more = usage[part];
      return so === undefined || more === undefined ? undefined : so + more;
    }, 0);
  return {
    calls: () => reported.length,
    add: (usage) => reported.push(usage),
    total: () => ({ tokensIn: sum('tokensIn'), tokensOut: sum('tokensOut'), costUsd: sum('costUsd') }),
  };
}
