// What a path in a repository is, told from its name alone: test, code, lock file, workflow, or a file that steers tools.
// A guess where conventions differ, so nothing that follows from it alone may stop a change.

const testPath =
  /(?:^|\/)(?:tests?|spec|specs|__tests__|e2e)\/|(?:^|\/)test_[^/]+\.py$|[._-](?:test|tests|spec)\.[A-Za-z]+$|(?:Test|Tests|Spec)\.(?:java|kt|kts|cs|scala|swift|php)$|_test\.(?:go|rs|py|rb|exs?|dart|c|cc|cpp)$/;

const codePath =
  /\.(?:[cm]?[jt]sx?|vue|svelte|py|rb|go|rs|java|kts?|scala|swift|cs|fs|cc?|cpp|cxx|hh?|hpp|m|mm|php|dart|exs?|erl|clj|hs|lua|zig|sql|sh)$/i;

/** Manifest files whose change explains that of the lock file. */
const manifestsOf: Record<string, readonly string[]> = {
  'package-lock.json': ['package.json'],
  'npm-shrinkwrap.json': ['package.json'],
  'yarn.lock': ['package.json'],
  'pnpm-lock.yaml': ['package.json', 'pnpm-workspace.yaml'],
  'bun.lock': ['package.json'],
  'bun.lockb': ['package.json'],
  'deno.lock': ['deno.json', 'deno.jsonc', 'package.json'],
  'Cargo.lock': ['Cargo.toml'],
  'go.sum': ['go.mod'],
  'poetry.lock': ['pyproject.toml'],
  'uv.lock': ['pyproject.toml'],
  'pdm.lock': ['pyproject.toml'],
  'Pipfile.lock': ['Pipfile'],
  'Gemfile.lock': ['Gemfile'],
  'composer.lock': ['composer.json'],
  'mix.lock': ['mix.exs'],
  'flake.lock': ['flake.nix'],
  'Package.resolved': ['Package.swift'],
};

const workflowPath =
  /^(?:\.github\/(?:workflows|actions)\/|\.circleci\/|\.buildkite\/|\.woodpecker(?:\/|\.ya?ml$)|\.gitlab\/ci\/)|^(?:\.gitlab-ci\.ya?ml|\.travis\.ya?ml|\.drone\.ya?ml|azure-pipelines\.ya?ml|bitbucket-pipelines\.ya?ml|appveyor\.ya?ml|Jenkinsfile|action\.ya?ml)$/i;

/** Files that decide what other people's tools run or whom they ask. */
const protectedPath =
  /(?:^|\/)(?:\.kiro|\.vscode|\.husky|\.devcontainer|\.cursor|\.claude)\/|(?:^|\/)(?:\.git[^/]*|\.npmrc|\.yarnrc(?:\.yml)?|\.envrc|CODEOWNERS|lefthook\.ya?ml|\.pre-commit-config\.ya?ml)$|^\.github\//i;

export function isTestPath(path: string): boolean {
  return testPath.test(path);
}

export function isCodePath(path: string): boolean {
  return codePath.test(path) && !isTestPath(path);
}

export function isLockPath(path: string): boolean {
  return Object.hasOwn(manifestsOf, nameOf(path));
}

/** The manifests that may stand beside a lock file, or above it in a workspace, by name. */
export function manifestsOfLock(path: string): readonly string[] {
  return isLockPath(path) ? (manifestsOf[nameOf(path)] ?? []) : [];
}

export function isWorkflowPath(path: string): boolean {
  return workflowPath.test(path);
}

export function isProtectedPath(path: string): boolean {
  return protectedPath.test(path) && !isWorkflowPath(path);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
