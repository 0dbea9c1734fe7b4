// The specs that lie in a repository and can be planned from, whatever tool has written them: Kiro and cc-sdd, spec-kit, OpenSpec,
// Task Master. They lie where their tools put them, so that a few folders are looked into and nothing is searched for.
import { access, readdir } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import type { LiveRepository } from '../app.ts';

export interface SpecFolder {
  /** What is planned from. */
  path: string;
  /** Below the main worktree, with forward slashes. */
  shown: string;
}

/** In each of these, every folder with a `tasks.md` is a spec. */
const parents = [['.kiro', 'specs'], ['specs'], ['openspec', 'changes']];
const taskMasterFile = ['.taskmaster', 'tasks', 'tasks.json'];
const foundMax = 500;

export async function findSpecFolders({
  place: { mainWorktree },
}: Pick<LiveRepository, 'place'>): Promise<SpecFolder[]> {
  const within = await Promise.all(parents.map((parent) => specsIn(join(mainWorktree, ...parent))));
  const taskMaster = join(mainWorktree, ...taskMasterFile);
  const paths = [...within.flat(), ...((await exists(taskMaster)) ? [taskMaster] : [])];
  return paths
    .map((path) => ({ path, shown: relative(mainWorktree, path).replaceAll('\\', '/') }))
    .sort((one, other) => (one.shown < other.shown ? -1 : 1));
}

/** Names of the specs that Kiro, or who follows its layout, has written. */
export async function findKiroSpecs({ place }: Pick<LiveRepository, 'place'>): Promise<string[]> {
  const [kiro = []] = parents;
  return (await specsIn(join(place.mainWorktree, ...kiro))).map((path) => basename(path)).sort();
}

async function specsIn(parent: string): Promise<string[]> {
  const entries = await readdir(parent, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).slice(0, foundMax);
  const found = await Promise.all(
    folders.map(async ({ name }) => ((await exists(join(parent, name, 'tasks.md'))) ? [join(parent, name)] : [])),
  );
  return found.flat();
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
