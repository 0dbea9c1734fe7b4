// `necrocode clean`: puts away what finished runs have left, and says of each thing why it goes or stays.
import { clean as perform, locate, type CleaningLine } from '../../core/necrocode.ts';
import type { Given } from '../given.ts';
import { renderTable, type Cell } from '../render/table.ts';
import { print, printJson, type ExitStatus, type Session } from '../session.ts';

const keptShownMax = 20;

export async function clean(session: Session, given: Given): Promise<ExitStatus> {
  const dryRun = given.flag('dryRun');
  const place = await locate(session.cwd);
  const lines = await perform(place, { dryRun, language: session.language });
  if (given.flag('json')) printJson(session, { dry_run: dryRun, lines });
  else print(session, renderCleaning(lines, session, dryRun));
  return lines.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
}

function renderCleaning(
  lines: readonly CleaningLine[],
  { messages, paint, stdout }: Session,
  dryRun: boolean,
): string[] {
  if (lines.length === 0) return [messages.clean.nothing];
  const words = {
    removed: { text: dryRun ? messages.clean.wouldRemove : messages.clean.removed, brush: paint.good },
    kept: { text: messages.clean.kept, brush: paint.faint },
    failed: { text: messages.clean.failed, brush: paint.bad },
  };
  const kept = lines.filter(({ outcome }) => outcome === 'kept');
  const shown = [...lines.filter(({ outcome }) => outcome !== 'kept'), ...kept.slice(0, keptShownMax)];
  const rows = shown.map(({ what, reason, outcome }): Cell[] => [
    words[outcome],
    what,
    { text: reason, brush: paint.faint },
  ]);
  const hidden = lines.length - shown.length;
  return [
    ...renderTable(rows, { columns: [{}, { min: 20 }, { min: 16 }], width: stdout.columns }),
    ...(hidden > 0 ? [paint.faint(messages.common.more(hidden))] : []),
  ];
}
