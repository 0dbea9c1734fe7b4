// Loads the settings: `~/.kiro/necrocode.yaml` (user), `.kiro/necrocode.yaml` (project), then flags; later wins. Program
// paths, environments (`agents`, pool hosts and images) and the address that gets the user's key are taken from the user's own
// file only: a repository must not be able to say what is run on the machine that opens it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as z from 'zod';
import { UserError, codeOf } from '../base/errors.ts';
import { settingsSchema, type Settings } from '../model/settings.ts';
import { parseYamlFile, type YamlFile } from '../base/yaml-file.ts';

export interface LoadOptions {
  mainWorktree: string;
  /** The user's home folder. */
  home: string;
  /** From the command line or the editor; wins over both files. */
  flags?: Record<string, unknown>;
}

/** Throws one UserError that lists every problem with its value, the expectation and the place. */
export async function loadSettings({ mainWorktree, home, flags = {} }: LoadOptions): Promise<Settings> {
  const user = await readSettingsFile(join(home, '.kiro', 'necrocode.yaml'), '~/.kiro/necrocode.yaml');
  const project = await readSettingsFile(join(mainWorktree, '.kiro', 'necrocode.yaml'), '.kiro/necrocode.yaml');
  refuseForeignWishes(project);
  const merged = [user?.values ?? {}, project?.values ?? {}, flags].reduce(mergeSettings);
  const parsed = settingsSchema.safeParse(merged);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => describeIssue(issue, merged, [project, user]));
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

function describeIssue(issue: Issue, values: unknown, files: readonly (YamlFile | undefined)[]): string {
  const name = issue.path.join('.') || 'settings';
  const place = files.find((file) => file?.has(issue.path))?.placeOf(issue.path) ?? 'command line';
  if (issue.code === 'unrecognized_keys') {
    const unknown = issue.keys.map((key) => `\`${[...issue.path, key].join('.')}\``).join(', ');
    const file = files.find((one) => one?.has([...issue.path, issue.keys[0] ?? '']));
    return `${unknown} is no setting (${file?.placeOf([...issue.path, issue.keys[0] ?? '']) ?? place}).`;
  }
  const value = JSON.stringify(valueAt(values, issue.path)) ?? 'nothing';
  return `Expected \`${name}\` to be ${expectationOf(issue)}, got ${value} (${place}).`;
}

const expectations: Record<string, string> = {
  workers: '1 to 64 or `auto`',
  delivery: '`integration` or `direct`',
  forge: '`auto`, `local` or `github`',
};

function expectationOf(issue: Issue): string {
  return (
    expectations[issue.path.join('.')] ??
    issue.message.replace(/^Invalid input: expected /, '').replace(/, received .*$/, '')
  );
}

function valueAt(values: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (isRecord(value) ? value[String(key)] : undefined), values);
}
