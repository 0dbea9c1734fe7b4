// One line, one box: `- [x]* 1.2 (P) Title`. Says what the line means by itself; whether the box is a task, a criterion or an
// item of a checklist is decided by where it stands (outline.ts).
import type { BoxState } from './parsed.ts';

export type Box = {
  state: BoxState;
  /** The character inside the brackets. */
  mark: string;
  /** Characters in front of that one. */
  markColumn: number;
  isOptional: boolean;
  isCancelled: boolean;
  isParallel: boolean;
  id: string | undefined;
  title: string;
  story: string | undefined;
};

const states: Record<string, BoxState> = {
  ' ': 'todo',
  '\u00A0': 'todo',
  '\t': 'todo',
  '~': 'queued',
  '-': 'running',
  '>': 'running',
  '/': 'running',
  x: 'done',
  X: 'done',
};

const boxPattern = /^(\s*(?:[-*+]|\d{1,9}[.)])\s+(`?)\[)([ \u00A0\t~\->/xX])\]\2(\*|\\\*)?(?=\s+\S)/;
const nearlyBoxPattern = /^\s*(?:[-*+]|\d{1,9}[.)])\s*\[[ \u00A0\t~\->/xX]?\](?![([])/;

/** Undefined when the line holds no box. */
export function parseBox(text: string): Box | undefined {
  const found = boxPattern.exec(text);
  if (found === null) return undefined;
  const [opening, before = '', codeSpan = '', mark = '', star] = found;
  const body = text.slice(opening.length).trim();
  if (isLegend(body, codeSpan !== '')) return undefined;
  const { id, hasStar, isStruck, rest } = readId(body);
  const { title, isParallel, story } = readTitle(rest);
  return {
    state: states[mark] ?? 'todo',
    mark,
    markColumn: before.length,
    isOptional: star !== undefined || hasStar,
    isCancelled: isStruck || isStruckOut(title) || isCalledRemoved(title),
    isParallel,
    id,
    title: cleanTitle(title, id ?? body),
    story,
  };
}

/** A line that was probably meant as a box and is none: no space after it, nothing in it, no text. */
export function isNearlyBox(text: string): boolean {
  return nearlyBoxPattern.test(text) && parseBox(text) === undefined && !/\]`?\s*=/.test(text);
}

/** `[ ]` = Not started: explains the boxes and is none itself. */
function isLegend(body: string, isCodeSpan: boolean): boolean {
  return /^[=＝]/.test(body) || (isCodeSpan && /^[:：→–—-]/.test(body));
}

const idPattern = new RegExp(
  '^(?<struck>~~)?(?<bold>\\*\\*)?(?:(?:Task|TASK|タスク)\\s+(?=\\d))?' +
    '(?:(?<code>T\\d{3,4}[a-z]?|(?:Task|TASK|T)-\\d+(?:-\\d+)*)(?![A-Za-z0-9_])' +
    '|(?<dotted>\\d+(?:\\.\\d+)*\\.V|\\d+(?:\\.\\d+)+[a-zA-Z]?)(?=[\\s*~)\\\\]|[.:：](?![0-9])|$|[^\\x00-\\x7F])' +
    '|(?<plain>\\d+[a-z]?)(?=\\\\?\\*?[.):：](?![0-9])))' +
    '(?<star>\\\\?\\*(?!\\*))?[.):：]?(?<end>~~)?(?<boldEnd>\\*\\*)?[:：]?\\s*',
);

/** Longer ones could not name a branch or a folder. */
const idCharactersMax = 48;

type ReadId = { id: string | undefined; hasStar: boolean; isStruck: boolean; rest: string };

function readId(body: string): ReadId {
  const found = idPattern.exec(body);
  const groups = found?.groups;
  const id = groups?.code ?? groups?.dotted ?? groups?.plain;
  if (found === null || groups === undefined || id === undefined || id.length > idCharactersMax) {
    return { id: undefined, hasStar: false, isStruck: false, rest: body };
  }
  const isStruck = groups.struck !== undefined;
  let rest = body.slice(found[0].length);
  if (isStruck && groups.end === undefined) rest = rest.replace('~~', '');
  if (groups.bold !== undefined && groups.boldEnd === undefined) rest = closeBold(rest);
  return { id, hasStar: groups.star !== undefined, isStruck, rest };
}

/** `**1.1 Title**`: the bold began before the id; what is left of it must be balanced again. */
function closeBold(rest: string): string {
  return rest.endsWith('**') ? rest.slice(0, -2) : `**${rest}`;
}

const leadingMarker = /^(?:\((?:P|並行可|並列可)\)|（(?:P|並行可|並列可)）|\[P\]|\[(US\d+)[^\]]*\]|\[Story\])\s*/;
const trailingMarker = /(?:\((?:P|並行可|並列可)\)|（(?:P|並行可|並列可)）)$/;

export type ReadTitle = { title: string; isParallel: boolean; story: string | undefined };

/** Takes the markers off both ends of a title. */
export function readTitle(text: string): ReadTitle {
  let title = text;
  let isParallel = false;
  let story: string | undefined;
  for (let marker = leadingMarker.exec(title); marker !== null; marker = leadingMarker.exec(title)) {
    story ??= marker[1];
    isParallel ||= /^[([（](?:P|並)/.test(marker[0]);
    title = title.slice(marker[0].length);
  }
  const atEnd = trailingMarker.exec(title);
  if (atEnd !== null) {
    isParallel = true;
    title = title.slice(0, atEnd.index);
  }
  return { title: title.trim(), isParallel, story };
}

/** Struck from its first word on, with nothing but a remark behind: `~~Old work~~ [removed]`. */
function isStruckOut(title: string): boolean {
  return /^~~[^~]+~~\s*(?:$|[[(（*—–:-])/.test(title);
}

/** `… [removed]` at the end of a title, as headings say it. */
export function isCalledRemoved(title: string): boolean {
  return /\[(?:removed|deleted|cancelled|canceled|削除|取消)\]$/i.test(title);
}

function cleanTitle(title: string, fallback: string): string {
  const struck = /^~~([^~]+)~~(.*)$/.exec(title);
  const cleaned = struck === null ? title : `${struck[1] ?? ''}${struck[2] ?? ''}`.trim();
  return cleaned === '' ? fallback : cleaned;
}

/** A gate that NecroCode checks itself. */
export function isCheckpointTitle(title: string): boolean {
  return /^[*_~\s]*(?:final\s+checkpoint(?![a-z])|checkpoint(?![a-z])|(?:最終)?チェックポイント)/i.test(title);
}
