// Our part of a pull request's body, between two marks. What people write around it is theirs: it is never overwritten, and where they
// have taken the marks away, nothing is written at all.

const begin = '<!-- necrocode:begin -->';
const end = '<!-- necrocode:end -->';
/** Where a template wants our part to stand; at its end when it does not say. */
const placeholder = '<!-- necrocode -->';

/** The first body: the repository's template, if it has one, with our part in it. */
export function firstBody(own: string, template: string | undefined): string {
  const part = `${begin}\n${own.trim()}\n${end}`;
  if (template === undefined || template.trim() === '') return `${part}\n`;
  if (template.includes(placeholder)) return template.replace(placeholder, () => part);
  return `${template.trimEnd()}\n\n${part}\n`;
}

/** A later body; undefined when nothing is to be written. */
export function nextBody(current: string, own: string): string | undefined {
  const [from, to] = [current.indexOf(begin), current.indexOf(end)];
  if (from === -1 || to < from) return undefined;
  // Pages send lines that end in CR LF.
  const next = `${current.slice(0, from)}${begin}\n${own.trim()}\n${current.slice(to)}`;
  return sameLines(next, current) ? undefined : next;
}

export function hasOwnPart(body: string): boolean {
  return body.includes(begin);
}

/** The body of a pull request that a person has opened for a branch of ours: theirs, and ours below. */
export function joinedBody(theirs: string, own: string): string {
  return theirs.includes(begin) ? (nextBody(theirs, own) ?? theirs) : firstBody(own, theirs);
}

function sameLines(one: string, other: string): boolean {
  return one.replaceAll('\r\n', '\n') === other.replaceAll('\r\n', '\n');
}
