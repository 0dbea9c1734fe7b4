// GitHub for tests, on loopback: the stateful API of an emulator, a bare repository behind git over HTTP, both kept the same, and
// in front of them a door that counts the requests, answers conditional ones, and can put any fault in the way.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { createEmulator } from 'emulate';
import * as z from 'zod';
import { answerFault, takeFault, type Fault } from './faults.ts';
import { serveGit, tokenOf } from './git-http.ts';
import { answerGraph } from './graph.ts';
import { openMirror, type Mirror } from './mirror.ts';
import { openPulls, type Pulls } from './pulls.ts';

export interface GithubHost extends AsyncDisposable {
  /** Of the API, as the setting wants it. */
  apiUrl: string;
  /** For `git remote add`. */
  remoteUrl: string;
  /** Absolute path of the bare repository. */
  origin: string;
  /** Of a collaborator who may write, and of a person who reviews. */
  tokens: { worker: string; reviewer: string; stranger: string };
  app: { id: number; privateKey: string; installationId: number } | undefined;
  /** Speaks to the API as a person does. `path` begins behind `/repos/octo/app`, or is absolute after a `//`. */
  as(who: 'worker' | 'reviewer' | 'stranger', method: string, path: string, body?: object): Promise<unknown>;
  /** Everything that was asked by others than the test, in order. */
  requests: SeenRequest[];
  faults: Fault[];
  mirror: Mirror;
}

export interface SeenRequest {
  /** `GET /repos/octo/app/pulls`, or `POST /octo/app.git/git-receive-pack`. */
  line: string;
  status: number;
  at: number;
  token: string | undefined;
  body: string;
}

export interface GithubHostOptions {
  /** Folder for the bare repository. */
  folder: string;
  withApp?: boolean;
  /** A server of an enterprise without GraphQL. */
  withoutGraph?: boolean;
}

const [owner, name] = ['octo', 'app'];
const tokens = {
  worker: 'ghp_workerTOKEN0123456789abcdefABCDEF0001',
  reviewer: 'ghp_reviewTOKEN0123456789abcdefABCDEF0002',
  stranger: 'ghp_strangTOKEN0123456789abcdefABCDEF0003',
};
const logins = { worker: 'octo', reviewer: 'rita', stranger: 'mallory' } as const;
const appId = 4711;
/** As the README names them, and what the emulator wants beside. */
const appPermissions = {
  contents: 'write',
  pull_requests: 'write',
  checks: 'read',
  metadata: 'read',
  issues: 'write',
  statuses: 'read',
  actions: 'read',
} as const;
const installationId = 815;

export async function githubHost(options: GithubHostOptions): Promise<GithubHost> {
  const root = join(options.folder, 'hub');
  const origin = join(root, owner, `${name}.git`);
  mkdirSync(dirname(origin), { recursive: true });
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', origin]);

  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // It tells its links by the address of the door, so that its own has to be known before.
  const port = await freePort();
  const emulator = await createEmulator({ service: 'github', port, baseUrl: url, seed: seedOf(options) });
  const emulatorUrl = `http://127.0.0.1:${port}`;

  const repo = `/repos/${owner}/${name}`;
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const target = path.startsWith('//') ? path.slice(1) : `${repo}${path}`;
    return succeed(await speak(emulatorUrl, { method, path: target, token: tokens.worker, body }));
  };
  const mirror = openMirror({ origin, ask });
  const pulls = openPulls(mirror, ask);
  const door: Door = {
    emulatorUrl,
    root,
    repo,
    mirror,
    pulls,
    ask,
    requests: [],
    faults: [],
    withoutGraph: options.withoutGraph === true,
  };
  server.on('request', (request, response) => {
    open(door, request, response).catch((error: unknown) => {
      console.error('The test host for GitHub has failed:', error);
      response.destroy();
    });
  });

  const privateKey = emulator.generatedSecrets.find(({ kind }) => kind === 'github.app_private_key')?.value;
  return {
    apiUrl: `${url}/api/v3`,
    remoteUrl: `${url}/${owner}/${name}.git`,
    ...{ origin, tokens, mirror, requests: door.requests, faults: door.faults },
    app: privateKey === undefined ? undefined : { id: appId, privateKey, installationId },
    async as(who, method, path, body) {
      const target = path.startsWith('//') ? path.slice(1) : `${repo}${path}`;
      return succeed(await answerApi(door, { method, path: target, token: tokens[who], body, login: logins[who] }));
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await emulator.close();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function seedOf({ withApp = false }: GithubHostOptions) {
  const app = {
    ...{ app_id: appId, slug: 'necrocode-test', name: 'NecroCode test' },
    permissions: appPermissions,
    events: [],
    installations: [
      {
        installation_id: installationId,
        account: owner,
        repository_selection: 'all',
        permissions: appPermissions,
      },
    ],
  };
  return {
    github: {
      users: Object.values(logins).map((login) => ({ login })),
      repos: [{ owner, name, auto_init: false, collaborators: [{ login: logins.reviewer, permission: 'push' }] }],
      ...(withApp ? { apps: [app] } : {}),
    },
    tokens: Object.fromEntries(
      (['worker', 'reviewer', 'stranger'] as const).map((who) => [
        tokens[who],
        { login: logins[who], scopes: ['repo'] },
      ]),
    ),
  };
}

interface Door {
  emulatorUrl: string;
  root: string;
  repo: string;
  mirror: Mirror;
  pulls: Pulls;
  ask: (method: string, path: string, body?: object) => Promise<unknown>;
  requests: SeenRequest[];
  faults: Fault[];
  withoutGraph: boolean;
}

interface ApiRequest {
  method: string;
  path: string;
  token: string | undefined;
  body?: unknown;
  login?: string;
  headers?: Record<string, string>;
}

interface ApiAnswer {
  status: number;
  body: unknown;
  headers: Record<string, string>;
}

async function open(door: Door, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '/').replace(/^\/api(\/v3)?(?=\/)/, '');
  const line = `${request.method} ${path.split('?')[0]}`;
  const token = tokenOf(request.headers.authorization);
  const seen: SeenRequest = { line, status: 0, at: Date.now(), token, body: '' };
  door.requests.push(seen);
  response.on('close', () => (seen.status = response.statusCode));
  const fault = takeFault(door.faults, line);
  if (fault !== undefined && fault.kind !== 'lost' && fault.kind !== 'none') {
    await fault.then?.();
    answerFault(fault, request, response);
    return;
  }
  if (/^\/[^/]+\/[^/]+\.git\//.test(path)) {
    await serveGit(request, response, {
      root: door.root,
      may: (shown, what) => mayUse(door, shown, what),
      onPushed: async () => {
        await door.mirror.push();
        await door.pulls.notice(await loginOf(door, token));
        await fault?.then?.();
        if (fault?.kind === 'lost') request.socket.destroy();
      },
    });
    return;
  }
  seen.body = await textOf(request);
  const body: unknown = seen.body === '' ? undefined : JSON.parse(seen.body);
  const answer = await answerApi(door, {
    method: request.method ?? 'GET',
    path,
    token,
    body,
    headers: { accept: request.headers.accept ?? '' },
  });
  await fault?.then?.();
  if (fault?.kind === 'lost') request.socket.destroy();
  else sendAnswer(request, response, answer);
}

/** What the emulator answers, made to be what GitHub answers. */
async function answerApi(door: Door, request: ApiRequest): Promise<ApiAnswer> {
  const { method, path, token, body } = request;
  const login = request.login ?? (await loginOf(door, token));
  const merging = /\/pulls\/(\d+)\/merge$/.exec(path)?.[1];
  const json = { 'content-type': 'application/json; charset=utf-8' };
  if (method === 'POST' && path === '/graphql' && !door.withoutGraph) {
    return { status: 200, body: await answerGraph(door, body), headers: json };
  }
  if (method === 'PUT' && merging !== undefined) {
    if (!(await mayUse(door, token, 'write')))
      return { status: 403, body: { message: 'Must have write access to merge.' }, headers: json };
    return { ...(await door.pulls.merge(Number(merging), body, login)), headers: json };
  }
  if (method === 'POST' && path === `${door.repo}/pulls`) {
    const twin = await openTwin(door, body);
    if (twin)
      return {
        status: 422,
        body: {
          message: 'Validation Failed',
          errors: [{ message: `A pull request already exists for ${owner}:${twin}.` }],
        },
        headers: json,
      };
  }
  const answer = await speak(door.emulatorUrl, { ...request, ...asEmulated(request) });
  const discussed = /\/(?:issues|pulls)\/(\d+)\/(?:comments|reviews)\b/.exec(path)?.[1];
  if (method === 'POST' && answer.status < 300 && discussed !== undefined) door.pulls.touch(Number(discussed));
  if (
    answer.status < 300 &&
    /^(POST|PATCH|PUT|DELETE)$/.test(method) &&
    /\/(git|contents|merges|update-branch)\b/.test(path)
  )
    await door.mirror.pull();
  if (path === door.repo && method === 'GET')
    return { ...answer, body: await withPermissions(door, token, answer.body) };
  if (/\/(?:comments|reviews)(?:\/\d+)?(?:\?|$)/.test(path)) return { ...answer, body: withAssociation(answer.body) };
  return /\/pulls(\/\d+)?(\?|$)/.test(path) ? { ...answer, body: door.pulls.correct(answer.body) } : answer;
}

/** The emulator gives everybody the same. */
async function withPermissions(door: Door, token: string | undefined, body: unknown): Promise<unknown> {
  const repo = z.looseObject({ permissions: z.looseObject({}) }).safeParse(body).data;
  if (repo === undefined) return body;
  return { ...repo, permissions: { ...repo.permissions, push: await mayUse(door, token, 'write') } };
}

const spokenSchema = z.looseObject({ user: z.object({ login: z.string() }), author_association: z.string() });

/** The emulator does not count the collaborators of its seed. */
function withAssociation(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(withAssociation);
  const spoken = spokenSchema.safeParse(body).data;
  return spoken?.user.login === logins.reviewer ? { ...spoken, author_association: 'COLLABORATOR' } : body;
}

/** The same request as the emulator knows it. */
function asEmulated({ method, path, body }: ApiRequest): Pick<ApiRequest, 'path' | 'body'> {
  // The draft state changes by GraphQL only.
  if (method === 'PATCH' && /\/pulls\/\d+$/.test(path))
    return { path, body: { ...(body as object), draft: undefined } };
  const { pull, comment } = /^(?<pull>.*\/pulls\/\d+\/comments)\/(?<comment>\d+)\/replies$/.exec(path)?.groups ?? {};
  if (pull === undefined || method !== 'POST') return { path, body };
  return { path: pull, body: { ...(body as object), in_reply_to_id: Number(comment) } };
}

async function openTwin(door: Door, body: unknown): Promise<string | undefined> {
  const wanted = z.object({ head: z.string(), base: z.string() }).safeParse(body).data;
  if (wanted === undefined) return undefined;
  const open = z
    .array(z.object({ head: z.object({ ref: z.string() }), base: z.object({ ref: z.string() }) }))
    .parse(await door.ask('GET', '/pulls?state=open&per_page=100'));
  const head = wanted.head.replace(/^.*:/, '');
  return open.some((pull) => pull.head.ref === head && pull.base.ref === wanted.base) ? head : undefined;
}

async function mayUse(door: Door, token: string | undefined, what: 'read' | 'write'): Promise<boolean> {
  if (token === undefined) return false;
  const { status } = await speak(door.emulatorUrl, { method: 'GET', path: door.repo, token });
  if (status !== 200 || what === 'read') return status === 200;
  const login = await loginOf(door, token);
  // The app's own token stands for no collaborator; what it may do was settled when it was minted.
  // The emulator does not count the collaborators of its seed.
  if (login.endsWith('[bot]') || login === logins.reviewer) return true;
  const found = await door.ask('GET', `/collaborators/${login}/permission`).catch(() => undefined);
  const { permission } = z.object({ permission: z.string() }).safeParse(found).data ?? {};
  return permission === 'admin' || permission === 'write';
}

async function loginOf({ emulatorUrl }: Door, token: string | undefined): Promise<string> {
  const { body } = await speak(emulatorUrl, { method: 'GET', path: '/user', token });
  return z.object({ login: z.string() }).safeParse(body).data?.login ?? 'necrocode-test[bot]';
}

async function speak(base: string, { method, path, token, body, headers }: ApiRequest): Promise<ApiAnswer> {
  const response = await fetch(`${base}${path}`, {
    method,
    headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: parsed(text), headers: Object.fromEntries(response.headers) };
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

function succeed({ status, body }: ApiAnswer): unknown {
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** With an ETag, as GitHub: what has not changed is not sent again, and does not count against the limit. */
function sendAnswer(request: IncomingMessage, response: ServerResponse, { status, body, headers }: ApiAnswer): void {
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  const etag = `"${createHash('sha1').update(text).digest('hex')}"`;
  const kept = Object.fromEntries(
    Object.entries(headers).filter(([key]) => /^(content-type|link|location|x-ratelimit-.*|retry-after)$/.test(key)),
  );
  if (request.method === 'GET' && status === 200 && request.headers['if-none-match'] === etag) {
    response.writeHead(304, { ...kept, etag }).end();
    return;
  }
  response.writeHead(status, { ...kept, ...(request.method === 'GET' ? { etag } : {}) }).end(text);
}
