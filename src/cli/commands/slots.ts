// `necrocode slots`: the working directories that attempts use, to look at and to clear away.
import { cleanSlots, listSlots, locate, type SlotEntry } from '../../core/necrocode.ts';
import type { Given } from '../given.ts';
import { renderTable, type Cell } from '../render/table.ts';
import { formatBytes } from '../render/time.ts';
import { print, printJson, type ExitStatus, type Session } from '../session.ts';

export async function list(session: Session, given: Given): Promise<ExitStatus> {
  const place = await locate(session.cwd);
  const slots = await listSlots(place);
  if (given.flag('json')) printJson(session, slots);
  else if (slots.length === 0) print(session, [session.messages.slots.none]);
  else print(session, renderSlots(slots, session));
  return 0;
}

export async function cleanUp(session: Session, given: Given): Promise<ExitStatus> {
  const { messages, paint } = session;
  const dryRun = given.flag('dryRun');
  const place = await locate(session.cwd);
  const { removed, kept } = await cleanSlots(place, { dryRun });
  if (given.flag('json')) {
    printJson(session, { dry_run: dryRun, removed, kept });
    return 0;
  }
  const said = dryRun ? messages.clean.wouldRemove : messages.clean.removed;
  print(session, [
    ...removed.map(({ slot, rescueRef }) => {
      const saved = rescueRef === undefined ? '' : `  ${messages.slots.savedAs(rescueRef)}`;
      return `${paint.good(said)} ${slot}${saved}`;
    }),
    ...kept.map(({ slot, reason }) => `${paint.faint(messages.clean.kept)} ${slot}  ${paint.faint(reason)}`),
    ...(removed.length + kept.length === 0 ? [messages.slots.none] : []),
  ]);
  return 0;
}

function renderSlots(slots: readonly SlotEntry[], { messages, paint, stdout }: Session): string[] {
  const { columns } = messages;
  const rows = slots.map((slot): Cell[] => [
    { text: slot.slot, brush: paint.name },
    slot.state,
    slot.holder ?? slot.reason ?? '',
    (slot.head ?? '').replace(/^refs\/heads\//, '').replace(/^([0-9a-f]{12})[0-9a-f]{28,}$/, '$1'),
    String(slot.uses),
    slot.bytes === undefined ? '' : formatBytes(slot.bytes),
    { text: slot.path, brush: paint.faint },
  ]);
  return renderTable(rows, {
    columns: [
      { title: columns.slot },
      { title: columns.state },
      { title: columns.holder, min: 6 },
      { title: columns.head, min: 8 },
      { title: columns.uses, align: 'right' },
      { title: columns.size, align: 'right' },
      { title: columns.path, min: 10 },
    ],
    ...{ width: stdout.columns, brush: paint.faint },
  });
}
