// Addresses of the documents that we make: a path that reads well in a tab and tells the language, and in the query what is meant.
// They are kept by the editor over a restart, so what comes back is parsed like everything from outside.
import * as z from 'zod/mini';
import { targetSchema, type Target } from '../target.ts';

export const gitScheme = 'necrocode-git';
export const logScheme = 'necrocode-log';
export const artifactScheme = 'necrocode-artifact';

/** What `vscode.Uri.from` takes. */
export interface Address {
  scheme: string;
  path: string;
  query: string;
}

const gitFileSchema = z.object({
  /** Absolute path of the repository's main worktree. */
  repository: z.string(),
  /** Full id. */
  commit: z.string(),
  /** Path in the repository, with forward slashes. */
  file: z.string(),
  side: z.enum(['before', 'after']),
  /** Number of the pull request that proposes it. */
  pull: z.optional(z.number()),
});

/** A file as a commit has it. */
export type GitFile = z.infer<typeof gitFileSchema>;

/** The same file always has the same address: what is said about it is found again by it. */
export function addressOfGitFile({ repository, commit, file, side, pull }: GitFile): Address {
  const query = JSON.stringify({ repository, commit, file, side, ...(pull === undefined ? {} : { pull }) });
  return { scheme: gitScheme, path: `/${file}`, query };
}

export function parseGitFile({ scheme, query }: Pick<Address, 'scheme' | 'query'>): GitFile | undefined {
  return scheme === gitScheme ? gitFileSchema.safeParse(parseJson(query)).data : undefined;
}

export function addressOfLog(of: Required<Pick<Target, 'repository' | 'spec_id' | 'task_id' | 'attempt'>>): Address {
  const { repository, spec_id, task_id, attempt } = of;
  const query = JSON.stringify({ repository, spec_id, task_id, attempt });
  return { scheme: logScheme, path: `/${spec_id}/${task_id} #${attempt}.log`, query };
}

export function addressOfArtifact(
  of: Required<Pick<Target, 'repository' | 'spec_id' | 'task_id' | 'attempt' | 'name'>>,
): Address {
  const { repository, spec_id, task_id, attempt, name } = of;
  const query = JSON.stringify({ repository, spec_id, task_id, attempt, name });
  return { scheme: artifactScheme, path: `/${spec_id}/${task_id}/${attempt}/${name}`, query };
}

/** What a log or an artifact is of. */
export function parseTarget({ query }: Pick<Address, 'query'>): Target | undefined {
  return targetSchema.safeParse(parseJson(query)).data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
