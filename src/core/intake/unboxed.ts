// Task lists without boxes: a table whose rows carry a state as emoji, or a text that is mostly one plain list. They can be
// imported but never ticked, because no character in them means "done" to anybody else.
import type { Line } from './lines.ts';
import type { Meta } from './meta.ts';
import { readMeta } from './meta.ts';
import type { BoxState, ParsedTask } from './parsed.ts';
import { isCheckpointTitle } from './box.ts';
import { foldId, taskIdSchema } from '../model/ids.ts';

const emojiStates: Record<string, BoxState> = {
  '⬜': 'todo',
  '❌': 'todo',
  '⏸️': 'todo',
  '⏸': 'todo',
  '🟡': 'running',
  '🔄': 'running',
  '✅': 'done',
};

type Item = {
  line: number;
  id: string | undefined;
  title: string;
  state: BoxState;
  body: string;
  origin: 'table' | 'item';
};

export function readUnboxedTasks(lines: readonly Line[]): ParsedTask[] {
  const rows = lines.flatMap(tableRow);
  const items = rows.length > 0 ? rows : listItems(lines);
  const used = new Set(items.flatMap(({ id }) => (id === undefined ? [] : [foldId(id)])));
  const seen = new Set<string>();
  let count = 0;
  return items.map((item) => {
    let key = item.id ?? '';
    if (key !== '' && seen.has(foldId(key))) key = `${key}@L${item.line}`;
    while (key === '') {
      count += 1;
      if (!used.has(String(count))) key = String(count);
    }
    seen.add(foldId(key));
    return asTask(item, key);
  });
}

function tableRow(line: Line): Item[] {
  if (line.kind !== 'text' || !line.text.trimStart().startsWith('|')) return [];
  const cells = line.text.split('|').map((cell) => cell.replace(/[*`]/g, '').trim());
  const id = cells[1]?.replace(/[.:]$/, '');
  const state = cells.map((cell) => emojiStates[cell.split(/\s/)[0] ?? '']).find((found) => found !== undefined);
  const title = cells[2] ?? '';
  if (id === undefined || state === undefined || title === '' || !/^(?:\d+(?:\.\d+)*[a-z]?|T\d{3,4}|T-\d+)$/i.test(id))
    return [];
  return taskIdSchema.safeParse(id).success ? [{ line: line.number, id, title, state, body: '', origin: 'table' }] : [];
}

const listItem = /^ ?(?:[-*+]|\d{1,9}[.)])\s+(\S.*)$/;

/** The items of a list that makes up most of the text; none when the text is rather prose. */
function listItems(lines: readonly Line[]): Item[] {
  const items: Item[] = [];
  let proseCount = 0;
  for (const line of lines) {
    if (line.kind === 'blank' || line.kind === 'heading' || line.kind === 'hidden') continue;
    const title = line.kind === 'text' ? listItem.exec(line.text)?.[1]?.trim() : undefined;
    const last = items.at(-1);
    if (title !== undefined)
      items.push({ line: line.number, id: undefined, title, state: 'todo', body: '', origin: 'item' });
    else if (last !== undefined && line.indent > 0) last.body += `${line.text.trim()}\n`;
    else proseCount += 1;
  }
  return items.length >= 2 && items.length > proseCount ? items : [];
}

function asTask(item: Item, key: string): ParsedTask {
  const meta: Meta = readMeta(item.title, item.body);
  return {
    key,
    displayId: item.id,
    title: item.title,
    level: 0,
    parentKey: undefined,
    origin: item.origin,
    isUnit: true,
    state: item.state,
    isOptional: false,
    isCancelled: false,
    isCheckpoint: isCheckpointTitle(item.title),
    isParallel: false,
    story: undefined,
    phase: undefined,
    boundary: meta.boundary,
    files: meta.files,
    requirementRefs: meta.requirementRefs,
    rawRequirements: meta.rawRequirements,
    dependsOn: meta.dependsOn,
    acceptance: [],
    body: item.body.trimEnd(),
    source: { line: item.line, boxOffset: undefined },
  };
}
