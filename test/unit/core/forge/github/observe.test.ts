import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openClient } from '../../../../../src/core/forge/github/client.ts';
import { createObserver, type Observer } from '../../../../../src/core/forge/github/observe.ts';
import { githubPlace } from '../../../../../src/core/forge/github/remote.ts';
import type { Watched } from '../../../../../src/core/model/forge.ts';

// How much two hundred open pull requests cost. The server only says what it is told, and counts.

const count = 200;
const changedAt = new Date().toISOString();

const calmMs = 60_000;

interface Crowd extends AsyncDisposable {
  observer: Observer;
  /** Time goes by, for the observer. */
  pass(ms: number): void;
  /** What was asked since the last time, sorted; what had not changed is marked with 304. */
  asked(): string[];
  /** Something was said on this one. */
  touch(number: number): void;
}

describe('the look at two hundred pull requests', function () {
  this.timeout(60_000);
  let crowd: Crowd;

  // The first look reads everything that was said on all of them.
  before(async () => {
    crowd = await openCrowd();
    await crowd.observer.look(watch('success'));
  });
  beforeEach(() => void crowd.asked());
  after(() => crowd[Symbol.asyncDispose]());

  it('costs the two pages of the list, which are free while nothing has changed, and one question for each fifty', async () => {
    const sights = await crowd.observer.look(watch('pending'));
    assert.equal(sights.length, count);
    assert.deepEqual(sights[7]!.checks, [{ name: 'ci', state: 'pending' }]);
    assert.deepEqual(crowd.asked(), [
      ...['GET /pulls?page=1 304', 'GET /pulls?page=2 304'],
      ...Array.from({ length: count / 50 }, () => 'POST graphql'),
    ]);
  });

  it('asks for no checks where all are green, as long as it has asked a moment ago', async () => {
    await crowd.observer.look(watch('success'));
    assert.deepEqual(crowd.asked(), ['GET /pulls?page=1 304', 'GET /pulls?page=2 304']);
  });

  it('asks again after a while, and hears of a check that has come later on the same head', async () => {
    crowd.pass(calmMs);
    const sights = await crowd.observer.look(watch('success'));
    assert.deepEqual(sights[7]!.checks, [{ name: 'ci', state: 'pending' }]);
    assert.equal(questions(crowd), count / 50);
    await crowd.observer.look(watch('success'));
    assert.deepEqual(crowd.asked(), ['GET /pulls?page=1 304', 'GET /pulls?page=2 304']);
  });

  it('does the same where a head has got no checks for long', async () => {
    const bare = watch('success').map((one) => ({ ...one, checks: [] }));
    // Changed a moment ago: the first may come with any look.
    await crowd.observer.look(bare);
    assert.equal(questions(crowd), count / 50);
    crowd.pass(10 * 60_000);
    await crowd.observer.look(bare);
    assert.equal(questions(crowd), count / 50);
    await crowd.observer.look(bare);
    assert.equal(questions(crowd), 0);
    crowd.pass(calmMs);
    await crowd.observer.look(bare);
    assert.equal(questions(crowd), count / 50);
  });

  it('reads what was said only where something has changed', async () => {
    crowd.touch(7);
    await crowd.observer.look(watch('success'));
    const asked = crowd.asked();
    assert.ok(asked.length <= 5, asked.join('\n'));
    assert.deepEqual(
      asked.filter((line) => !line.startsWith('GET /pulls?') && !/\/7\//.test(line)),
      [],
    );
  });
});

describe('the look at pull requests of a server without GraphQL', function () {
  this.timeout(60_000);

  it('asks about green heads one by one, and so much more rarely', async () => {
    await using crowd = await openCrowd({ hasGraph: false });
    const few = watch('success').slice(0, 5);
    const singly = () => crowd.asked().filter((line) => line.includes('/check-runs')).length;
    await crowd.observer.look(few);
    assert.equal(singly(), few.length);
    crowd.pass(calmMs);
    await crowd.observer.look(few);
    assert.equal(singly(), 0);
    crowd.pass(4 * calmMs);
    await crowd.observer.look(few);
    assert.equal(singly(), few.length);
  });
});

function questions(crowd: Crowd): number {
  return crowd.asked().filter((line) => line === 'POST graphql').length;
}

function watch(state: string): Watched[] {
  return Array.from({ length: count }, (_, at) => ({ number: at + 1, checks: [{ state }] }));
}

async function openCrowd({ hasGraph = true } = {}): Promise<Crowd> {
  const seen: string[] = [];
  let passedMs = 0;
  const updated = new Map<number, string>();
  const pull = (number: number) => ({
    ...{ number, state: 'open', updated_at: updated.get(number) ?? changedAt },
    head: { ref: `feature/task-${number}`, sha: shaOf(number) },
  });
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', origin());
    const page = Number(url.searchParams.get('page') ?? 1);
    const path = url.pathname.replace('/api/v3/repos/octo/app', '');
    const isList = path === '/pulls';
    const line = request.method === 'GET' ? `GET ${path}${isList ? `?page=${page}` : ''}` : 'POST graphql';
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method === 'POST' && !hasGraph) {
        response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
        return;
      }
      const answer = isList
        ? Array.from({ length: 100 }, (_, at) => pull((page - 1) * 100 + at + 1))
        : request.method === 'GET'
          ? checksOf(path)
          : { data: { repository: rollups(Buffer.concat(chunks).toString('utf8')) } };
      if (isList && page < count / 100) {
        url.searchParams.set('page', String(page + 1));
        response.setHeader('link', `<${url.href}>; rel="next"`);
      }
      const status = send(response, JSON.stringify(answer), request.headers['if-none-match']);
      seen.push(status === 304 ? `${line} 304` : line);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const place = githubPlace(`${origin()}/octo/app.git`, { apiUrl: `${origin()}/api/v3` });
  assert.ok(place !== undefined);
  const signIn = { token: async () => 'nobody', forget: () => undefined };
  return {
    observer: createObserver(openClient({ place, signIn, userAgent: 'necrocode/test' }), {
      calmMs,
      now: () => Date.now() + passedMs,
    }),
    pass: (ms) => (passedMs += ms),
    asked: () => seen.splice(0).sort(),
    touch: (number) => updated.set(number, new Date(Date.now() + 1000).toISOString()),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function checksOf(path: string): unknown {
  if (path.endsWith('/check-runs')) return { check_runs: [] };
  return path.endsWith('/status') ? { statuses: [] } : [];
}

function rollups(body: string): Record<string, unknown> {
  const contexts = { nodes: [{ name: 'ci', status: 'IN_PROGRESS', conclusion: null }] };
  return Object.fromEntries(
    [...body.matchAll(/(\w+): pullRequest\(number: (\d+)\)/g)].map(([, name = '', number]) => {
      const commit = { oid: shaOf(Number(number)), statusCheckRollup: { contexts } };
      return [name, { headRefOid: commit.oid, commits: { nodes: [{ commit }] } }];
    }),
  );
}

function send(response: ServerResponse, text: string, known: string | undefined): number {
  const etag = `"${createHash('sha1').update(text).digest('hex')}"`;
  const status = known === etag ? 304 : 200;
  response.writeHead(status, { etag, 'content-type': 'application/json' }).end(status === 304 ? '' : text);
  return status;
}

function shaOf(number: number): string {
  return number.toString(16).padStart(40, '0');
}
