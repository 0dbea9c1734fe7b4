// Text from a model made fit for the spec's documents: nothing in it can pass for a heading, a box, a comment or an end of the
// section that it stands in. It does not judge what the text says.
import { plainText } from '../../base/text.ts';

const lineCharactersMax = 1800;
const titleCharactersMax = 200;
const proseCharactersMax = 40_000;

const ownMark = /^(?:#{1,6}\s+|>\s*|[-*+]\s+|\d{1,3}[.)]\s+|\[[ xX~-]\]\s+)+/;
/** What readers of task lists take for a marker or for struck out. */
const markers =
  /[*~`]+|\[(?:P|Story|US\d+|removed|deleted|cancelled|canceled|削除|取消)\]|[(（](?:P|並行可|並列可)[)）]/gi;
const leadingId = /^(?:(?:task|タスク|requirement|要件)\s*)?(?:T\d{3,4}|\d+(?:\.\d+)+|\d+[.):：])[.):：]?\s+/i;

/** One line, without the mark of a list, heading or box in front. */
export function oneLine(text: string): string {
  return plainText(text, { charsMax: lineCharactersMax }).replaceAll('<!--', '<! --').replace(ownMark, '').trim();
}

/** A line that can be the title of a task, component or requirement; its number stands elsewhere. */
export function titleLine(text: string): string {
  const plain = oneLine(text).replace(markers, '').replace(/\s+/g, ' ').trim();
  return plainText(plain.replace(leadingId, ''), { charsMax: titleCharactersMax });
}

/** A detail of a task; what would be read as a meta line or as an edge is said in another way. */
export function detailLine(text: string): string {
  return oneLine(text)
    .replace(/^([\p{L} _*]{2,20})[:：]/u, '$1 –')
    .replace(/(?<![a-z])depends(\s+)on(?![a-z])/gi, 'builds$1on');
}

/** Paragraphs, lists and code as they are; headings become bold lines, and a fence that was left open is closed. */
export function prose(text: string): string {
  const lines = text
    .slice(0, proseCharactersMax)
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replaceAll('<!--', '<! --')
    .trim()
    .split('\n');
  let fence: string | undefined;
  const kept = lines.map((line) => {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1]?.slice(0, 3);
    if (mark !== undefined && (fence === undefined || fence === mark)) fence = fence === undefined ? mark : undefined;
    else if (fence === undefined)
      return line.replace(/^#{1,6}\s+(.*?)\s*#*$/, '**$1**').replace(/^(?:---+|===+)\s*$/, '');
    return line;
  });
  return [...kept, ...(fence === undefined ? [] : [fence])].join('\n');
}
