// Which tool wrote a task file. The place tells it best (`openspec/changes/…`); otherwise the marks that only one tool makes.
import type { Line } from './lines.ts';
import type { Dialect, ParsedTask } from './parsed.ts';

export type DialectSigns = { file: string; hasWaves: boolean; lines: readonly Line[] };

export function detectDialect(tasks: readonly ParsedTask[], { file, hasWaves, lines }: DialectSigns): Dialect {
  const path = file.replaceAll('\\', '/');
  if (/(?:^|\/)openspec\/changes\//.test(path)) return 'openspec';
  const numberedByT = tasks.filter((task) => /^T\d{3,4}[a-z]?$/.test(task.displayId ?? '')).length;
  if (numberedByT * 2 > tasks.length) return 'spec-kit';
  if (tasks.some((task) => task.isParallel)) return 'cc-sdd';
  if (/(?:^|\/)\.kiro\/specs\//.test(path) || hasWaves) return 'kiro';
  const title = lines.find((line) => line.kind === 'heading')?.heading ?? '';
  if (
    /^(?:implementation plan|実装計画|実装タスク|タスク)/i.test(title) ||
    tasks.some((task) => task.isOptional || task.rawRequirements !== undefined)
  )
    return 'kiro';
  return 'markdown';
}
