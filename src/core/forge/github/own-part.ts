// Our part of a pull request: in its body what stands between two marks, and its title as long as it is the one that we wrote. What people
// write around the part, instead of the title, and into the boxes that are theirs to tick is never overwritten; where they have taken
// the marks away, nothing is written at all.
import { createHash } from 'node:crypto';

export interface PullWriting {
  title: string;
  body: string;
}

const begin = '<!-- necrocode:begin -->';
const end = '<!-- necrocode:end -->';
/** Where a template wants our part to stand; at its end when it does not say. */
const placeholder = '<!-- necrocode -->';
/** By which the last title of ours is known again, whatever it holds. */
const titleMark = /<!-- necrocode:title [0-9a-f]{16} -->/;

/** The first body: the repository's template, if it has one, with our part in it. */
export function firstBody({ title, body }: PullWriting, template: string | undefined): string {
  return withPart(partOf(body, markOf(title)), template);
}

/** What is to be written into a pull request that stands there already: nothing of what is as it should be, or not ours. */
export function nextWriting(current: PullWriting, wanted: Partial<PullWriting>): Partial<PullWriting> {
  const [from, to] = [current.body.indexOf(begin), current.body.indexOf(end)];
  if (from === -1 || to < from) return {};
  const present = current.body.slice(from, to);
  const known = titleMark.exec(present)?.[0];
  const title = known === markOf(current.title) ? (wanted.title ?? current.title) : current.title;
  const mark = title === current.title ? known : markOf(title);
  const part = wanted.body === undefined ? withMark(present, mark) : partOf(withTicks(wanted.body, present), mark, '');
  const body = `${current.body.slice(0, from)}${part}${current.body.slice(to)}`;
  return {
    ...(title === current.title ? {} : { title }),
    ...(sameLines(body, current.body) ? {} : { body }),
  };
}

export function hasOwnPart(body: string): boolean {
  return body.includes(begin);
}

/** The same for one that a person may have opened for a branch of ours: title and body are theirs, and ours stands below. */
export function joinedWriting(theirs: PullWriting, own: PullWriting): Partial<PullWriting> {
  return hasOwnPart(theirs.body) ? nextWriting(theirs, own) : { body: withPart(partOf(own.body), theirs.body) };
}

function withPart(part: string, template: string | undefined): string {
  if (template === undefined || template.trim() === '') return `${part}\n`;
  if (template.includes(placeholder)) return template.replace(placeholder, () => part);
  return `${template.trimEnd()}\n\n${part}\n`;
}

function partOf(own: string, mark?: string, ending = end): string {
  return [begin, ...(mark === undefined ? [] : [mark]), own.trim(), ending].join('\n');
}

function withMark(part: string, mark: string | undefined): string {
  return mark === undefined ? part : part.replace(titleMark, () => mark);
}

function markOf(title: string): string {
  return `<!-- necrocode:title ${createHash('sha256').update(title).digest('hex').slice(0, 16)} -->`;
}

/** Whether a criterion is met is for the person to say: what they have ticked stays so, as long as it reads the same. */
function withTicks(own: string, present: string): string {
  const ticked = new Set(linesOf(present).flatMap((line) => /^- \[[xX]\] (.*)$/.exec(line)?.[1]?.trim() ?? []));
  return linesOf(own)
    .map((line) => {
      const criterion = /^- \[ \] (.*)$/.exec(line)?.[1];
      return criterion !== undefined && ticked.has(criterion.trim()) ? `- [x] ${criterion}` : line;
    })
    .join('\n');
}

/** Pages send lines that end in CR LF. */
function linesOf(text: string): string[] {
  return text.split(/\r?\n/);
}

function sameLines(one: string, other: string): boolean {
  return linesOf(one).join('\n') === linesOf(other).join('\n');
}
