// Reads the meta lines of a task's body: `_Requirements: 1.1, 1.2_`, `**Depends on**: T-1`, `> **要件:** 1.1`, and
// `(depends on T012)` in running text. Values that resolve to nothing here are kept as they stand.
import { filesNamedIn } from './paths.ts';

export type Meta = {
  id: string | undefined;
  requirementRefs: string[];
  rawRequirements: string | undefined;
  dependsOn: string[] | undefined;
  boundary: string[];
  files: string[];
  priority: string | undefined;
};

type MetaKey = 'requirements' | 'depends' | 'boundary' | 'files' | 'id' | 'priority';

const keys: Record<string, MetaKey> = {
  requirements: 'requirements',
  requirement: 'requirements',
  要件: 'requirements',
  requisitos: 'requirements',
  validates: 'requirements',
  検証: 'requirements',
  depends: 'depends',
  'depends on': 'depends',
  dependencies: 'depends',
  依存: 'depends',
  依存関係: 'depends',
  boundary: 'boundary',
  対象の部品: 'boundary',
  files: 'files',
  ファイル: 'files',
  id: 'id',
  priority: 'priority',
  優先度: 'priority',
};

const keyNames = Object.keys(keys).join('|');
const metaPattern = new RegExp(
  `^\\s*(?:[-*+]\\s+|\\d+[.)]\\s+)?(?:>\\s*)?(?:[-*+]\\s+)?(_|\\*\\*|\\*)?(${keyNames})(?:\\*\\*|\\*|_)?[ \\t]*[:：](.*)$`,
  'i',
);
const noneWords = /^(?:none|no|n\/a|nothing|なし|無し|無|ninguno|ninguna|-|–|—)[.。]?$/i;
const listMax = 100;
/** What follows in a longer body is text and nothing else. */
const bodyCharactersMax = 100_000;

export function readMeta(title: string, wholeBody: string): Meta {
  const body = wholeBody.slice(0, bodyCharactersMax);
  const values = collectValues(body);
  const requirements = values.get('requirements') ?? [];
  const boundary = (values.get('boundary') ?? []).flatMap(listItems);
  return {
    id: values.get('id')?.[0]?.replaceAll('`', ''),
    requirementRefs: unique(requirements.flatMap(requirementRefs)).slice(0, listMax),
    rawRequirements: requirements.length === 0 ? undefined : requirements.join('; '),
    dependsOn: readDependencies(values.get('depends'), `${title}\n${body}`),
    boundary: unique(boundary).slice(0, 50),
    files: filesNamedIn({ declared: values.get('files') ?? [], boundary, text: `${title}\n${body}` }),
    priority: values.get('priority')?.[0],
  };
}

function collectValues(body: string): Map<MetaKey, string[]> {
  const values = new Map<MetaKey, string[]>();
  for (const line of body.split('\n')) {
    const found = metaPattern.exec(line.slice(0, 4000));
    const key = keys[found?.[2]?.toLowerCase() ?? ''];
    if (found === null || key === undefined) continue;
    const value = withoutEmphasis(found[3] ?? '', found[1] ?? '');
    values.set(key, [...(values.get(key) ?? []), value]);
  }
  return values;
}

function withoutEmphasis(value: string, mark: string): string {
  let text = value.trim();
  if (mark === '') return text;
  if (text.startsWith(mark)) text = text.slice(mark.length).trim();
  if (text.endsWith(mark)) text = text.slice(0, -mark.length).trim();
  return text;
}

function listItems(value: string): string[] {
  const items = value.split(/[,;、，；]/).map((item) => item.replaceAll('`', '').trim());
  return items.filter((item) => item !== '' && item.length <= 300 && !noneWords.test(item));
}

/** `Requirements 1.1, 2.3-2.5` → 1.1, 2.3, 2.4, 2.5. What is no number stays as it is: `All`, `全般`, `design §D`. */
function requirementRefs(value: string): string[] {
  const items = listItems(value).map((item) =>
    item.replace(/^(?:Requirements?|Reqs?\.?|Requisitos?|要件)\s*/i, '').trim(),
  );
  return items.filter((item) => item !== '' && item.length <= 200).flatMap((item) => expandRange(item) ?? [item]);
}

const taskIdToken = String.raw`T\d{3,4}[a-z]?|(?:Task|TASK|T)-\d+(?:-\d+)*|\d+(?:\.\d+)*(?:\.V|[a-z](?![a-z]))?`;
const taskIdOrRange = new RegExp(
  `(?<![A-Za-z0-9_.])(?:${taskIdToken})(?:\\s*[-–—〜~]\\s*(?:${taskIdToken}))?(?![A-Za-z0-9_])`,
  'g',
);
const listOfTaskIds = String.raw`(?:T\d{3,4}[a-z]?(?:\s*[-–—]\s*T?\d{3,4}[a-z]?)?(?:\s*(?:,|&|\+|and\b)\s*)*)+`;
const dependsInText = new RegExp(
  String.raw`\bdepends\s+on:?\s+(${listOfTaskIds})|[(（]depends\s+on\s+([^)）]{0,400})[)）]`,
  'gi',
);

/** Ids after `Depends:` and in running text; empty when the value says that there are none, undefined when nothing is said. */
function readDependencies(values: readonly string[] | undefined, text: string): string[] | undefined {
  const mentions = Array.from(text.matchAll(dependsInText), (found) => found[1] ?? found[2] ?? '');
  const ids = unique([...(values ?? []), ...mentions].flatMap(taskIdsIn));
  if (ids.length > 0) return ids;
  return values?.some((value) => noneWords.test(value)) === true ? [] : undefined;
}

export function taskIdsIn(value: string): string[] {
  return Array.from(value.matchAll(taskIdOrRange), ([token]) => expandRange(token) ?? [token]).flat();
}

/** `T010–T014` and `2.1-2.4`: only the last number runs. Undefined when the text is no such range. */
function expandRange(text: string): string[] | undefined {
  const found = /^(T|\d+(?:\.\d+)*\.)?(\d{1,6})\s*[-–—〜~]\s*(T|\d+(?:\.\d+)*\.)?(\d{1,6})$/.exec(text);
  if (found === null) return undefined;
  const [, prefix = '', first = '', lastPrefix = prefix, last = ''] = found;
  const count = Number(last) - Number(first) + 1;
  if (lastPrefix !== prefix || count < 1 || count > listMax) return undefined;
  return Array.from(
    { length: count },
    (_, step) => `${prefix}${String(Number(first) + step).padStart(prefix === 'T' ? first.length : 0, '0')}`,
  );
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)];
}
