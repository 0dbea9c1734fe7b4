// What differs between two imprints of a repository, as a pure function. Of the user's branches only those count that nobody
// explains: a commit, a reset or a switch in a working tree of the user's own stands in the log of its HEAD.
import { isDangerous, type Alteration, type AlterationKind } from '../model/alteration.ts';
import type { FilePrint, Imprint } from './imprint.ts';

export interface Explained {
  /** Commits that a working tree of the user's has been brought to since the earlier imprint. */
  heads: ReadonlySet<string>;
  /** Refs of the user's that we have moved ourselves, and where to. */
  moved: ReadonlyMap<string, string>;
}

/** Files first: a ref can only point elsewhere, a file can make git run something. */
export function compareImprints(before: Imprint, after: Imprint, { heads, moved }: Explained): Alteration[] {
  const files = namesOf(before.files, after.files).flatMap((name): Alteration[] => {
    const [old, now] = [before.files[name], after.files[name]];
    if (old?.digest === now?.digest || (name === 'info/exclude' && areOnlyOursAdded(old, now))) return [];
    return [alterationOf({ kind: kindOf(name), name, before: old?.digest, after: now?.digest })];
  });
  const refs = namesOf(before.refs, after.refs).flatMap((name): Alteration[] => {
    const [old, now] = [before.refs[name], after.refs[name]];
    const isUsers = now !== undefined && name.startsWith('refs/heads/') && heads.has(now);
    if (old === now || isUsers || (now !== undefined && moved.get(name) === now)) return [];
    return [alterationOf({ kind: 'ref', name, before: old, after: now })];
  });
  return [...files, ...refs];
}

/** What is worth keeping a copy of. */
export function alteredFiles(alterations: readonly Alteration[]): string[] {
  return alterations.filter(isDangerous).map(({ name }) => name);
}

function alterationOf(found: {
  kind: AlterationKind;
  name: string;
  before: string | undefined;
  after: string | undefined;
}): Alteration {
  const { kind, name, before, after } = found;
  const change = before === undefined ? 'created' : after === undefined ? 'deleted' : 'changed';
  const [was, is] = [before === undefined ? {} : { before }, after === undefined ? {} : { after }];
  return { kind, name, change, ...was, ...is };
}

function kindOf(name: string): AlterationKind {
  if (/^config(?:\.worktree)?$/.test(name)) return 'config';
  return name.startsWith('hooks') ? 'hook' : 'info';
}

/** NecroCode itself hides its files there, while others are at work. */
function areOnlyOursAdded(old: FilePrint | undefined, now: FilePrint | undefined): boolean {
  if (now?.content === undefined) return false;
  const known = new Set(linesOf(old));
  const lines = linesOf(now);
  const isNothingGone = linesOf(old).every((line) => lines.includes(line));
  return isNothingGone && lines.every((line) => line === '' || known.has(line) || line.startsWith('/.kiro/'));
}

function linesOf(print: FilePrint | undefined): string[] {
  return Buffer.from(print?.content ?? '', 'base64')
    .toString('utf8')
    .split('\n');
}

function namesOf(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
}
