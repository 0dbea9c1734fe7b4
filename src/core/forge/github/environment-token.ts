// The token that a person has put into their environment for GitHub's own command line, which is meant for us as well.

/** What the caller's environment holds, as GitHub's own command line reads it. */
export function tokenOfEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): { token: string; from: string } | undefined {
  const from = ['GH_TOKEN', 'GITHUB_TOKEN'].find((name) => (env[name]?.trim() ?? '') !== '');
  return from === undefined ? undefined : { token: env[from]?.trim() ?? '', from };
}
