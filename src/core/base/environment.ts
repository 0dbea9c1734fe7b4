// The environment that a child process gets: a fixed allow-list, so that no credential of ours is inherited by accident.
// A name that looks like a secret never passes unless the caller names it. Nothing here reads `process.env` by itself.

export type Environment = Readonly<Record<string, string | undefined>>;

const allowedNames = new Set([
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'TZ', 'TMPDIR', 'TERM', 'COLORTERM'],
  ...['SYSTEMROOT', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'TEMP', 'TMP', 'PATHEXT', 'COMSPEC'],
  ...['NODE_EXTRA_CA_CERTS', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'],
]);

/** Some names are written in either case (`http_proxy`, Windows' `Path`); they are compared in capitals. */
const anyCaseNames = /^(?:https?|all|no)_proxy$/i;

const allowedPrefixes = ['LC_', 'XDG_'];

const secretName =
  /TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIAL|AUTHORIZATION|(?:^|_)(?:PAT|AUTH)$/i;

/** Picks what a child may inherit from `source`. `allow` names further variables exactly; they pass even when they look secret. */
export function allowedEnvironment(
  source: Environment,
  { allow = [] }: { allow?: readonly string[] } = {},
): Record<string, string> {
  const named = new Set(allow);
  const picked: Record<string, string> = {};
  for (const [name, value] of Object.entries(source)) {
    if (value === undefined) continue;
    if (named.has(name) || (isAllowed(name) && !looksSecret(name))) picked[name] = value;
  }
  return picked;
}

/** Whether a variable of this name is likely to hold a credential. */
export function looksSecret(name: string): boolean {
  return secretName.test(name);
}

function isAllowed(name: string): boolean {
  const isAnyCase = process.platform === 'win32' || anyCaseNames.test(name);
  // Windows' own names are spelled `SystemRoot` and `ComSpec` there; on other systems they simply do not occur.
  const known = isAnyCase ? name.toUpperCase() : name;
  return allowedNames.has(known) || allowedPrefixes.some((prefix) => known.startsWith(prefix));
}
