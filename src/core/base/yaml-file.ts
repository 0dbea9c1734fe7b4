// One file of YAML settings, remembering on which line each value stands, so that a problem can name its place.
// The only file that knows the YAML library.
import { LineCounter, isMap, parseDocument, type Document } from 'yaml';
import { UserError } from './errors.ts';

export interface YamlFile {
  values: Record<string, unknown>;
  /** Whether the file itself says something at this path. */
  has(path: readonly PropertyKey[]): boolean;
  /** Such as `.kiro/necrocode.yaml:3`. */
  placeOf(path: readonly PropertyKey[]): string;
}

const charactersMax = 200_000;

/** Throws a UserError when the text is no YAML mapping. Custom tags are not resolved and aliases do not multiply. */
export function parseYamlFile(text: string, shownAs: string): YamlFile {
  if (text.length > charactersMax) throw new UserError(`${shownAs} has more than ${charactersMax} characters.`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, schema: 'core', customTags: [] });
  const [problem] = document.errors;
  if (problem !== undefined) {
    throw new UserError(
      `${shownAs}:${lines.linePos(problem.pos[0]).line} is no valid YAML: ${firstLine(problem.message)}`,
    );
  }
  if (document.contents !== null && !isMap(document.contents)) {
    throw new UserError(`${shownAs} must hold lines such as "name: value".`);
  }
  const values = (document.toJS({ maxAliasCount: 100 }) ?? {}) as Record<string, unknown>;
  return {
    values: withoutPrototypeKeys(values),
    has: (path) => path.length > 0 && document.hasIn(path),
    placeOf: (path) => `${shownAs}${lineOf(document, lines, path)}`,
  };
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}

function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): string {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
      return `:${lines.linePos(Number(node.range[0])).line}`;
    }
  }
  return '';
}

function withoutPrototypeKeys(values: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(values), (key, value: unknown) =>
    key === '__proto__' || key === 'constructor' ? undefined : value,
  ) as Record<string, unknown>;
}
