// How every git call is protected: the environment and the configuration that take power away from whoever wrote the
// repository's config, attributes and hooks. Configuration travels in the environment, so that it reaches git's own children
// and no secret shows in a process list. Filters and merge drivers of a repository's config can only be kept out by an own `gitDir`.
import { allowedEnvironment } from './environment.ts';
import { InvariantError } from './errors.ts';

export interface GitAuthor {
  name: string;
  email: string;
}

export type GitConfig = readonly (readonly [key: string, value: string])[];

export interface GitPlace {
  /** Where git is run. */
  cwd: string;
  /** The repository itself, when it must not be looked up from `cwd`: for a bare one, and wherever `.git` is not to be trusted. */
  gitDir?: string | undefined;
  workTree?: string | undefined;
  /** Author and committer of what is committed. Never written to any config. */
  author?: GitAuthor | undefined;
  /** Remotes may be local folders too. Only for folders of our own or of the user's choosing. */
  isFileProtocolAllowed?: boolean | undefined;
  /** The remote is on this very machine, where nobody can listen on the way. */
  isPlainHttpAllowed?: boolean | undefined;
}

const hardenedConfig: GitConfig = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['core.askPass', ''],
  ['credential.helper', ''],
  ['protocol.ext.allow', 'never'],
  ['protocol.file.allow', 'user'],
  ['safe.bareRepository', 'explicit'],
  ['submodule.recurse', 'false'],
  ['fetch.recurseSubmodules', 'false'],
  ['commit.gpgSign', 'false'],
  ['tag.gpgSign', 'false'],
  ['push.gpgSign', 'false'],
  ['merge.verifySignatures', 'false'],
  ['log.showSignature', 'false'],
  // Maintenance beside twenty worktrees has brought machines down; one scheduled run does it instead.
  ['gc.auto', '0'],
  ['gc.autoDetach', 'false'],
  ['maintenance.auto', 'false'],
  // `worktree add` and `branch` would otherwise write to the shared config, where they race with their siblings.
  ['branch.autoSetupMerge', 'false'],
  ['push.autoSetupRemote', 'false'],
  ['gc.worktreePruneExpire', 'never'],
  // What is parsed must look the same everywhere.
  ['core.quotePath', 'false'],
  ['core.longpaths', 'true'],
  ['color.ui', 'false'],
  ['diff.noprefix', 'false'],
  ['diff.mnemonicPrefix', 'false'],
  ['init.defaultBranch', 'main'],
];

/** Our own literals, of which simple-git must be told that they are meant; see its `unsafe` option. */
export const unsafeLiterals = {
  allowUnsafeAskPass: true,
  allowUnsafeConfigEnvCount: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeEditor: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeHooksPath: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeSshCommand: true,
} as const;

/** Commands that speak to a remote and may need the user's ssh agent; no other call can reach it. */
const remoteCommands = new Set(['clone', 'fetch', 'ls-remote', 'push']);

/** Commands that would otherwise run a program named in config or attributes to show a difference. */
const diffCommands = new Set(['diff', 'diff-files', 'diff-index', 'diff-tree', 'log', 'show']);

/** The whole environment of one git call. `config` comes after ours and wins; `extra` adds variables, but no configuration. */
export function gitEnvironment(
  place: GitPlace,
  args: readonly string[],
  {
    config = [],
    extra = {},
  }: { config?: GitConfig | undefined; extra?: Readonly<Record<string, string>> | undefined } = {},
): Record<string, string> {
  if (Object.keys(extra).some((name) => name.startsWith('GIT_CONFIG'))) {
    throw new InvariantError(
      'Git configuration is passed as `config`, not as environment: it would replace the hardening.',
    );
  }
  const isRemote = remoteCommands.has(args[0] ?? '');
  return {
    ...allowedEnvironment(process.env, { allow: isRemote ? ['SUDO_UID', 'SSH_AUTH_SOCK'] : ['SUDO_UID'] }),
    LC_ALL: 'C',
    SSH_ASKPASS: '',
    GIT_ASKPASS: '',
    GIT_TERMINAL_PROMPT: '0',
    GIT_EDITOR: 'true',
    GIT_SSH_COMMAND: 'ssh -o BatchMode=yes',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_ALLOW_PROTOCOL: protocolsOf(place),
    ...(place.gitDir === undefined ? {} : { GIT_DIR: place.gitDir }),
    ...(place.workTree === undefined ? {} : { GIT_WORK_TREE: place.workTree }),
    ...(place.author === undefined ? {} : identityVariables(place.author)),
    ...extra,
    ...configVariables([...hardenedConfig, ...config]),
  };
}

function protocolsOf({ isFileProtocolAllowed = false, isPlainHttpAllowed = false }: GitPlace): string {
  return ['https', 'ssh', ...(isFileProtocolAllowed ? ['file'] : []), ...(isPlainHttpAllowed ? ['http'] : [])].join(
    ':',
  );
}

/** The arguments with what keeps configured diff programs from running. */
export function hardenedArgs(args: readonly string[]): string[] {
  const [command = '', ...rest] = args;
  return diffCommands.has(command) ? [command, '--no-ext-diff', '--no-textconv', ...rest] : [...args];
}

function identityVariables({ name, email }: GitAuthor): Record<string, string> {
  return { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email };
}

/** See git-config(1), `GIT_CONFIG_COUNT`. */
function configVariables(config: GitConfig): Record<string, string> {
  const pairs = config.flatMap(([key, value], index): [string, string][] => [
    [`GIT_CONFIG_KEY_${String(index)}`, key],
    [`GIT_CONFIG_VALUE_${String(index)}`, value],
  ]);
  return { ...Object.fromEntries(pairs), GIT_CONFIG_COUNT: String(config.length) };
}
