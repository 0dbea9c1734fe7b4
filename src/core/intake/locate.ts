// Finds out what a path is: a spec folder of Kiro, cc-sdd, spec-kit or OpenSpec, a plan of another tool, a single task file, or
// a folder of loose files. Looks at names only; nothing is read here.
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError, codeOf } from '../base/errors.ts';
import type { Dialect } from './parsed.ts';

export const sourceKinds = [
  'kiro',
  'cc-sdd',
  'spec-kit',
  'openspec',
  'task-file',
  'taskset',
  'task-master',
  'beads',
  'folder',
] as const;
export type SourceKind = (typeof sourceKinds)[number];

export type Located = {
  kind: SourceKind;
  /** What the spec is called by its place. */
  name: string;
  taskFiles: string[];
  requirementFiles: string[];
  designFiles: string[];
};

const looseFilesMax = 200;

export async function locateSpec(given: string): Promise<Located> {
  const place = path.resolve(given);
  const kind = await kindOfPlace(place);
  if (kind === 'missing')
    throw new UserError(`There is no file or folder ${given}.`, { hint: 'Give a task file or the folder of a spec.' });
  if (kind === 'file') return locateFile(place);
  const names = await namesIn(place);
  if (names.has('tasks.md')) return locateSpecFolder(place, names);
  return (await locateOtherPlan(place, names)) ?? (await locateBelow(place, names)) ?? locateLoose(place, names);
}

/** What the dialect is where the place tells. */
export function dialectOf(kind: SourceKind): Dialect | undefined {
  return kind === 'cc-sdd' || kind === 'kiro' || kind === 'openspec' || kind === 'spec-kit' ? kind : undefined;
}

async function locateFile(file: string): Promise<Located> {
  const folder = path.dirname(file);
  const base = path.basename(file);
  if (base === 'tasks.md') return { ...locateSpecFolder(folder, await namesIn(folder)), taskFiles: [file] };
  const alone = { taskFiles: [file], requirementFiles: [], designFiles: [] };
  if (base.endsWith('.jsonl')) return { kind: 'beads', name: 'beads', ...alone };
  if (base.endsWith('.json')) return { kind: 'taskset', name: path.basename(folder), ...alone };
  return { kind: 'task-file', name: path.parse(base).name, ...alone };
}

function locateSpecFolder(folder: string, names: ReadonlySet<string>): Located {
  const kind = kindOfSpec(folder, names);
  const present = (...files: string[]) =>
    files.filter((file) => names.has(file)).map((file) => path.join(folder, file));
  return {
    kind,
    name: path.basename(folder),
    taskFiles: [path.join(folder, 'tasks.md')],
    requirementFiles: kind === 'spec-kit' ? present('spec.md') : present('requirements.md', 'bugfix.md'),
    designFiles: kind === 'spec-kit' ? present('plan.md', 'data-model.md') : present('proposal.md', 'design.md'),
  };
}

function kindOfSpec(folder: string, names: ReadonlySet<string>): SourceKind {
  if (names.has('spec.json')) return 'cc-sdd';
  if (names.has('proposal.md') || /openspec[\\/]changes[\\/]/.test(folder)) return 'openspec';
  const isNumbered = /^\d{3,}-/.test(path.basename(folder));
  if (names.has('spec.md') || (isNumbered && names.has('plan.md'))) return 'spec-kit';
  const isKiro = ['requirements.md', 'bugfix.md', '.config.kiro'].some((name) => names.has(name));
  return isKiro || /\.kiro[\\/]specs[\\/]/.test(folder) ? 'kiro' : 'task-file';
}

async function locateOtherPlan(folder: string, names: ReadonlySet<string>): Promise<Located | undefined> {
  const plans: { kind: SourceKind; file: string[]; isHere: boolean }[] = [
    { kind: 'taskset', file: ['tasks.json'], isHere: names.has('tasks.json') },
    { kind: 'beads', file: ['issues.jsonl'], isHere: names.has('issues.jsonl') },
    { kind: 'task-master', file: ['.taskmaster', 'tasks', 'tasks.json'], isHere: names.has('.taskmaster') },
    { kind: 'beads', file: ['.beads', 'issues.jsonl'], isHere: names.has('.beads') },
  ];
  for (const { kind, file } of plans.filter(({ isHere }) => isHere)) {
    const whole = path.join(folder, ...file);
    if ((await kindOfPlace(whole)) !== 'file') continue;
    return { kind, name: path.basename(folder), taskFiles: [whole], requirementFiles: [], designFiles: [] };
  }
  return undefined;
}

/** The only spec below a folder such as a repository, `.kiro/specs` or `specs`; several are named so that one can be chosen. */
async function locateBelow(folder: string, names: ReadonlySet<string>): Promise<Located | undefined> {
  const shelves = [['.kiro', 'specs'], ['openspec', 'changes'], ['specs']].filter(([first = '']) => names.has(first));
  const specs: string[] = [];
  for (const shelf of [folder, ...shelves.map((parts) => path.join(folder, ...parts))]) {
    for (const name of await namesIn(shelf)) {
      if (!name.startsWith('.') && (await kindOfPlace(path.join(shelf, name, 'tasks.md'))) === 'file')
        specs.push(path.join(shelf, name));
    }
  }
  const [only] = specs;
  if (only === undefined) return undefined;
  if (specs.length === 1) return locateSpecFolder(only, await namesIn(only));
  const listed = specs.slice(0, 20).map((spec) => `  ${path.relative(folder, spec)}`);
  throw new UserError([`${folder} holds ${specs.length} specs:`, ...listed].join('\n'), {
    hint: 'Give the folder of one of them.',
  });
}

function locateLoose(folder: string, names: ReadonlySet<string>): Located {
  const files = [...names]
    .filter((name) => name.endsWith('.md'))
    .sort()
    .slice(0, looseFilesMax);
  if (files.length === 0)
    throw new UserError(`${folder} holds no task list.`, {
      hint: 'Expected tasks.md, tasks.json or Markdown files with tasks.',
    });
  const taskFiles = files.map((name) => path.join(folder, name));
  return { kind: 'folder', name: path.basename(folder), taskFiles, requirementFiles: [], designFiles: [] };
}

async function namesIn(folder: string): Promise<Set<string>> {
  try {
    return new Set(await readdir(folder));
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return new Set();
    throw error;
  }
}

async function kindOfPlace(place: string): Promise<'file' | 'folder' | 'missing'> {
  try {
    return (await stat(place)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return 'missing';
    throw error;
  }
}
