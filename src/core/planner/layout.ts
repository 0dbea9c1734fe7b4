// What a repository says about itself before any work: where its code lies and how it is tested. Only commands that are
// there are ever named; where nothing is found, nothing is made up.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { readTextIfExists } from '../base/files.ts';

/** Names at the top of the repository, folders with a trailing slash, and the scripts of its package.json. */
export type RepositorySurvey = {
  files: readonly string[];
  packageScripts?: Readonly<Record<string, string>> | undefined;
};

export type Layout = { source: string; server: string; web: string; test: string };

const filesMax = 10_000;
const manifestBytesMax = 1_000_000;
const manifestSchema = z.looseObject({ scripts: z.record(z.string(), z.string()).optional() });
/** What npm writes into a new package.json. */
const placeholder = /no test specified/;
/** Files of a repository in which nothing has been built yet. */
const bareNames = /^(?:\.|license|readme|changelog|contributing|code_of_conduct|security|notice|docs\/)/i;

/** Reads the top folder of a repository; a manifest that cannot be read counts as none. */
export async function surveyRepository(mainWorktree: string): Promise<RepositorySurvey> {
  const entries = await readdir(mainWorktree, { withFileTypes: true });
  const files = entries.slice(0, filesMax).map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
  const manifest = await readTextIfExists(join(mainWorktree, 'package.json'), { bytesMax: manifestBytesMax });
  const packageScripts = manifest === undefined ? undefined : readScripts(manifest);
  return { files: files.sort(), ...(packageScripts === undefined ? {} : { packageScripts }) };
}

function readScripts(manifest: string): Record<string, string> | undefined {
  try {
    return manifestSchema.parse(JSON.parse(manifest)).scripts;
  } catch {
    return undefined;
  }
}

/** True when there is nothing but a licence, a README and the like. */
export function isBare(repository: RepositorySurvey | undefined): boolean {
  return repository === undefined || repository.files.every((file) => bareNames.test(file));
}

export function layoutOf(repository: RepositorySurvey | undefined): Layout {
  const tops = new Set(repository?.files.map((file) => file.split('/', 1)[0]?.toLowerCase()) ?? []);
  const firstOf = (names: readonly string[]): string | undefined => names.find((name) => tops.has(name));
  const source = firstOf(['src', 'lib', 'app']) ?? 'src';
  return {
    source,
    server: firstOf(['server', 'backend', 'api']) ?? `${source}/server`,
    web: firstOf(['web', 'frontend', 'client', 'ui']) ?? `${source}/web`,
    test: firstOf(['test', 'tests', '__tests__', 'spec']) ?? 'test',
  };
}

/** The test command of the repository, run by the package manager whose lockfile is there; empty when there is none. */
export function verifyCommandsOf(repository: RepositorySurvey | undefined): string[] {
  const script = repository?.packageScripts?.['test'];
  if (repository === undefined || script === undefined || script.trim() === '' || placeholder.test(script)) return [];
  const has = (name: string): boolean => repository.files.includes(name);
  if (has('pnpm-lock.yaml')) return ['pnpm test'];
  if (has('yarn.lock')) return ['yarn test'];
  if (has('bun.lock') || has('bun.lockb')) return ['bun run test'];
  return ['npm test'];
}
