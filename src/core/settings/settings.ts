// Loads the settings: `~/.kiro/necrocode.yaml` (user), `.kiro/necrocode.yaml` (project), the editor, then flags; later wins. Program
// paths, environments (`agents`, pool hosts and images) and the address that gets the user's key are taken from the user's own
// file only: a repository must not be able to say what is run on the machine that opens it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as z from 'zod';
import { UserError, codeOf } from '../base/errors.ts';
import { expectationOf } from '../base/expectation.ts';
import { isCommandIssue, settingsSchema, type Settings } from '../model/settings.ts';
import { parseYamlFile, type YamlFile } from '../base/yaml-file.ts';

export interface LoadOptions {
  mainWorktree: string;
  /** The user's home folder. */
  home: string;
  /** From the editor's settings, which take what names programs from the user alone; wins over both files. */
  editor?: Record<string, unknown>;
  /** From the command line; wins over everything. */
  flags?: Record<string, unknown>;
}

/** Throws one UserError that lists every problem with its value, the expectation and the place. */
export async function loadSettings({ mainWorktree, home, editor = {}, flags = {} }: LoadOptions): Promise<Settings> {
  const user = await readSettingsFile(join(home, '.kiro', 'necrocode.yaml'), '~/.kiro/necrocode.yaml');
  const project = await readSettingsFile(join(mainWorktree, '.kiro', 'necrocode.yaml'), '.kiro/necrocode.yaml');
  refuseForeignWishes(project);
  const merged = [user?.values ?? {}, project?.values ?? {}, editor, flags].reduce(mergeSettings);
  const parsed = settingsSchema.safeParse(merged);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) =>
    describeIssue(issue, merged, { files: [project, user], editor, flags }),
  );
  throw new UserError(problems.join('\n'), { hint: 'Mend the settings and run the command again.' });
}

async function readSettingsFile(path: string, shownAs: string): Promise<YamlFile | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new UserError(`${shownAs} cannot be read.`, { cause: error });
  }
  return parseYamlFile(text, shownAs);
}

const userOnly: readonly { path: readonly string[]; because: string }[] = [
  { path: ['agents'], because: 'names programs to run' },
  { path: ['planner', 'base_url'], because: 'says who is sent your key' },
  { path: ['github', 'api_url'], because: 'says who is sent your sign-in' },
  { path: ['github', 'app'], because: 'says who signs in' },
  { path: ['slots', 'root'], because: 'says where folders are made and deleted' },
];

/** Looks at values, not at places: an alias has its value elsewhere in the file. */
function refuseForeignWishes(project: YamlFile | undefined): void {
  for (const { path, because } of userOnly) {
    if (project === undefined || valueAt(project.values, path) === undefined) continue;
    throw new UserError(
      `"${path.join('.')}" ${because} and is not read from a repository (${project.placeOf(path)}).`,
      {
        hint: `Move it to ~/.kiro/necrocode.yaml, which only you can write.`,
      },
    );
  }
}

/** Objects are merged key by key, everything else is replaced. */
function mergeSettings(below: Record<string, unknown>, above: Record<string, unknown>): Record<string, unknown> {
  const merged = { ...below };
  for (const [key, value] of Object.entries(above)) {
    if (value === undefined) continue;
    const under = merged[key];
    merged[key] = isRecord(under) && isRecord(value) ? mergeSettings(under, value) : value;
  }
  return merged;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Issue = z.ZodError['issues'][number];

interface Sources extends Required<Pick<LoadOptions, 'editor' | 'flags'>> {
  files: readonly (YamlFile | undefined)[];
}

function describeIssue(issue: Issue, values: unknown, sources: Sources): string {
  const name = issue.path.join('.') || 'settings';
  if (issue.code === 'unrecognized_keys') {
    const unknown = issue.keys.map((key) => `\`${[...issue.path, key].join('.')}\``).join(', ');
    return `${unknown} is no setting (${placeOf([...issue.path, issue.keys[0] ?? ''], sources)}).`;
  }
  const place = placeOf(issue.path, sources);
  if (isCommandIssue(issue)) return `\`${name}\` (${place}): ${issue.message}`;
  const value = JSON.stringify(valueAt(values, issue.path)) ?? 'nothing';
  const expected = expectations[issue.path.join('.')] ?? expectationOf(issue);
  return `Expected \`${name}\` to be ${expected}, got ${value} (${place}).`;
}

/** Where the value comes from that has won; for one that is missing, where it should have stood. */
function placeOf(path: readonly PropertyKey[], { files, editor, flags }: Sources): string {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const above = path.slice(0, depth);
    if (valueAt(flags, above) !== undefined) return 'command line';
    if (valueAt(editor, above) !== undefined) return 'editor settings';
    const file = files.find((one) => one?.has(above));
    if (file !== undefined) return file.placeOf(above);
  }
  return 'command line';
}

const expectations: Record<string, string> = {
  workers: '1 to 64 or `auto`',
  delivery: '`integration` or `direct`',
  forge: '`auto`, `local` or `github`',
};

function valueAt(values: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => {
    const entries: readonly unknown[] | undefined = Array.isArray(value) ? value : undefined;
    if (entries !== undefined) return entries[Number(key)];
    return isRecord(value) ? value[String(key)] : undefined;
  }, values);
}
