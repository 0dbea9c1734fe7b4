// Where the registry keeps what: the one file that knows the names. Makes its folders; touches nothing inside them.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

export interface RegistryPaths {
  /** The registry's folder; what every other function of the registry is given. */
  dir: string;
  /** The segment that is being written. */
  events: string;
  snapshot: string;
  previousSnapshot: string;
  /** Format and epoch of the latest owner. */
  owner: string;
  /** An export for people and tools, never read back. */
  tasks: string;
  inbox: string;
  quarantine: string;
  attempts: string;
  plans: string;
}

/** The registry and the artifacts of a repository, both below its main worktree. */
export function registryPaths(mainWorktree: string): RegistryPaths & { artifacts: string } {
  return { ...pathsIn(join(mainWorktree, '.kiro', 'registry')), artifacts: join(mainWorktree, '.kiro', 'artifacts') };
}

export function pathsIn(dir: string): RegistryPaths {
  return {
    dir,
    events: join(dir, 'events.jsonl'),
    snapshot: join(dir, 'snapshot.json'),
    previousSnapshot: join(dir, 'snapshot-previous.json'),
    owner: join(dir, 'owner.json'),
    tasks: join(dir, 'tasks.jsonl'),
    inbox: join(dir, 'inbox'),
    quarantine: join(dir, 'quarantine'),
    attempts: join(dir, 'attempts'),
    plans: join(dir, 'plans'),
  };
}

/** `attempts/<spec>/<task>/<n>`: assignment, messages and output of one attempt. */
export function attemptFolder(paths: RegistryPaths, specId: string, taskId: string, attempt: number): string {
  return join(paths.attempts, specId, taskId, String(attempt));
}

/** Makes the registry's own folders, for the user alone. */
export function makeRegistryFolders({ dir, inbox, quarantine }: RegistryPaths): void {
  for (const folder of [dir, inbox, quarantine]) mkdirSync(folder, { recursive: true, mode: 0o700 });
}
