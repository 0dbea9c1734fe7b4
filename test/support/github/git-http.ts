// Git over HTTP for the bare repository, by git's own server program. Whoever pushes must show a token that may.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface GitHttpOptions {
  /** Folder in which `<owner>/<name>.git` stands. */
  root: string;
  /** Whether this token may do this. */
  may: (token: string | undefined, what: 'read' | 'write') => Promise<boolean>;
  /** Called after a push, before the pusher is told. */
  onPushed: () => Promise<void>;
}

/** The token in `Authorization: Basic base64(x-access-token:TOKEN)`. */
export function tokenOf(authorization: string | undefined): string | undefined {
  const basic = /^basic (.+)$/i.exec(authorization ?? '')?.[1];
  if (basic !== undefined) return Buffer.from(basic, 'base64').toString('utf8').split(':')[1];
  return /^(?:bearer|token) (.+)$/i.exec(authorization ?? '')?.[1];
}

export async function serveGit(
  request: IncomingMessage,
  response: ServerResponse,
  { root, may, onPushed }: GitHttpOptions,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const isPush = url.pathname.endsWith('/git-receive-pack') || url.searchParams.get('service') === 'git-receive-pack';
  const token = tokenOf(request.headers.authorization);
  if (!(await may(token, isPush ? 'write' : 'read'))) {
    request.resume();
    // GitHub asks for a sign-in where there is none, and refuses one that is not enough.
    if (token === undefined) response.writeHead(401, { 'www-authenticate': 'Basic realm="GitHub"' }).end();
    else response.writeHead(403).end('Permission denied.\n');
    return;
  }
  const { status, headers, body } = await runBackend(request, url, root);
  if (request.method === 'POST' && isPush) await onPushed();
  response.writeHead(status, headers).end(body);
}

async function runBackend(request: IncomingMessage, url: URL, root: string) {
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'],
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_COUNT: '2',
      GIT_CONFIG_KEY_0: 'http.receivepack',
      GIT_CONFIG_VALUE_0: 'true',
      GIT_CONFIG_KEY_1: 'safe.directory',
      GIT_CONFIG_VALUE_1: '*',
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      REMOTE_USER: 'somebody',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stdin.on('error', () => undefined);
  request.pipe(child.stdin);
  await once(child, 'close');
  const answer = Buffer.concat(chunks);
  const end = answer.indexOf('\r\n\r\n');
  const headers = Object.fromEntries(
    answer
      .subarray(0, end)
      .toString('latin1')
      .split('\r\n')
      .map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]),
  );
  const status = Number.parseInt(headers['Status'] ?? '200', 10);
  delete headers['Status'];
  return { status, headers, body: answer.subarray(end + 4) };
}
