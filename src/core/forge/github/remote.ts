// Which repository on which GitHub a remote's address means. Only addresses that name a host, an owner and a repository count;
// what would make git run a program, or carries a password, is none.

export interface GithubPlace {
  /** `github.com`, or the host of an enterprise, with its port if it has one. */
  host: string;
  owner: string;
  name: string;
  apiUrl: string;
  /** Where git pushes to, with the credential of the call: never over ssh, which would use the keys of the user. */
  gitUrl: string;
  webUrl: string;
}

const part = String.raw`[A-Za-z0-9][A-Za-z0-9._-]{0,99}`;
const path = new RegExp(String.raw`^/?(?<owner>${part})/(?<name>${part}?)(?:\.git)?/?$`);
const scpLike = /^(?:[\w.-]+@)?(?<host>[A-Za-z0-9][A-Za-z0-9.-]*):(?<rest>[^/\\].*)$/;

/** Undefined when the address is of no GitHub: of another host than github.com and than that of `apiUrl`. */
export function githubPlace(
  remoteUrl: string,
  { apiUrl }: { apiUrl?: string | undefined } = {},
): GithubPlace | undefined {
  const found = hostAndPath(remoteUrl);
  const { owner, name } = path.exec(found?.path ?? '')?.groups ?? {};
  if (found === undefined || owner === undefined || name === undefined || name === '' || name.startsWith('.'))
    return undefined;
  const enterprise = apiUrl === undefined ? undefined : new URL(apiUrl);
  // An address over ssh has another port than the pages have.
  const isEnterprise = enterprise !== undefined && enterprise.hostname === new URL(`https://${found.host}`).hostname;
  if (isEnterprise) {
    const origin = `${enterprise.protocol}//${enterprise.host}`;
    return placeOf({ host: enterprise.host, owner, name, apiUrl: trimmed(apiUrl ?? ''), origin });
  }
  if (!/^(?:(?:ssh|www)\.)?github\.com(?::443)?$/i.test(found.host)) return undefined;
  return placeOf({ host: 'github.com', owner, name, apiUrl: 'https://api.github.com', origin: 'https://github.com' });
}

interface Named extends Pick<GithubPlace, 'host' | 'owner' | 'name' | 'apiUrl'> {
  origin: string;
}

function placeOf({ origin, ...named }: Named): GithubPlace {
  const webUrl = `${origin}/${named.owner}/${named.name}`;
  return { ...named, webUrl, gitUrl: `${webUrl}.git` };
}

function hostAndPath(remoteUrl: string): { host: string; path: string } | undefined {
  if (/[\s\0]/.test(remoteUrl) || remoteUrl.startsWith('-')) return undefined;
  if (URL.canParse(remoteUrl) && remoteUrl.includes('://')) {
    const { protocol, host, hostname, pathname } = new URL(remoteUrl);
    if (protocol !== 'https:' && protocol !== 'ssh:' && !(protocol === 'http:' && isLoopback(hostname)))
      return undefined;
    return { host, path: pathname };
  }
  const { host, rest } = scpLike.exec(remoteUrl)?.groups ?? {};
  return host === undefined || rest === undefined ? undefined : { host, path: rest };
}

/** Plain HTTP would show the credential to everybody on the way; on this machine there is no way. */
export function isLoopback(hostname: string): boolean {
  return hostname === '127.0.0.1' || hostname === '[::1]' || hostname === 'localhost';
}

function trimmed(url: string): string {
  return url.replace(/\/+$/, '');
}
