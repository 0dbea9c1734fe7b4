// Keeps the bare repository that people push to and the objects that the API knows the same. Every object keeps its id, and it is
// checked that it does: a pull request carries the true head.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as z from 'zod';

export interface Mirror {
  /** What was pushed becomes known to the API. */
  push(): Promise<void>;
  /** What the API has made, a merge for instance, becomes a part of the repository. */
  pull(): Promise<void>;
  /** Git in the bare repository. */
  git(args: readonly string[], input?: string | Buffer): string;
}

export interface MirrorOptions {
  /** Absolute path of the bare repository. */
  origin: string;
  /** Asks the API with all rights; `path` begins behind `/repos/<owner>/<name>`. Throws unless it succeeds. */
  ask: (method: string, path: string, body?: object) => Promise<unknown>;
}

const refSchema = z.object({ ref: z.string(), object: z.object({ sha: z.string() }) });
const personSchema = z.object({ name: z.string(), email: z.string(), date: z.string() });
const commitSchema = z.object({
  message: z.string(),
  tree: z.object({ sha: z.string() }),
  parents: z.array(z.object({ sha: z.string() })),
  author: personSchema,
  committer: personSchema,
});
const treeSchema = z.object({
  tree: z.array(z.object({ path: z.string(), mode: z.string(), type: z.string(), sha: z.string() })),
});
const protectionSchema = z.object({ required_status_checks: z.object({ contexts: z.array(z.string()) }) });
const madeSchema = z.object({ sha: z.string() });

export function openMirror({ origin, ask }: MirrorOptions): Mirror {
  const known = new Set<string>();
  const raw = (args: readonly string[], input?: string | Buffer): Buffer =>
    execFileSync('git', ['--git-dir', origin, ...args], {
      ...(input === undefined ? {} : { input }),
      maxBuffer: 2 ** 28,
    });
  const git: Mirror['git'] = (args, input) => raw(args, input).toString('utf8').replace(/\n$/, '');

  const refsHere = (): Map<string, string> =>
    new Map(
      git(['for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads'])
        .split('\n')
        .filter(Boolean)
        .map((line) => line.split(' ') as [string, string]),
    );
  const refsThere = async (): Promise<Map<string, string>> => {
    const refs = z.array(refSchema).parse(await ask('GET', '/git/matching-refs/heads/'));
    return new Map(refs.map(({ ref, object }) => [ref, object.sha]));
  };

  async function send(sha: string): Promise<void> {
    if (known.has(sha)) return;
    const type = git(['cat-file', '-t', sha]);
    const made = await (type === 'commit' ? sendCommit(sha) : type === 'tree' ? sendTree(sha) : sendBlob(sha));
    assert.equal(made, sha, `The ${type} has another id at the API.`);
    known.add(sha);
  }

  async function sendBlob(sha: string): Promise<string> {
    const content = raw(['cat-file', 'blob', sha]).toString('base64');
    return madeSchema.parse(await ask('POST', '/git/blobs', { content, encoding: 'base64' })).sha;
  }

  async function sendTree(sha: string): Promise<string> {
    const tree = entriesOf(raw(['ls-tree', '-z', sha]).toString('utf8'));
    for (const entry of tree) if (entry.type !== 'commit') await send(entry.sha);
    return madeSchema.parse(await ask('POST', '/git/trees', { tree })).sha;
  }

  async function sendCommit(sha: string): Promise<string> {
    const text = git(['cat-file', 'commit', sha]);
    const parents = [...text.matchAll(/^parent (\w+)$/gm)].map(([, parent = '']) => parent);
    const tree = /^tree (\w+)$/m.exec(text)?.[1] ?? '';
    for (const parent of parents) await send(parent);
    await send(tree);
    const message = raw(['cat-file', 'commit', sha])
      .toString('utf8')
      .replace(/^[\s\S]*?\n\n/, '');
    const [author, committer] = [personOf(text, 'author'), personOf(text, 'committer')];
    return madeSchema.parse(await ask('POST', '/git/commits', { message, tree, parents, author, committer })).sha;
  }

  function has(sha: string): boolean {
    try {
      raw(['cat-file', '-e', sha]);
      return true;
    } catch {
      return false;
    }
  }

  async function bring(sha: string): Promise<void> {
    if (known.has(sha) || has(sha)) return;
    const commit = commitSchema.parse(await ask('GET', `/git/commits/${sha}`));
    for (const parent of commit.parents) await bring(parent.sha);
    await bringTree(commit.tree.sha);
    const head = [
      `tree ${commit.tree.sha}`,
      ...commit.parents.map((parent) => `parent ${parent.sha}`),
      `author ${lineOf(commit.author)}`,
      `committer ${lineOf(commit.committer)}`,
    ].join('\n');
    const made = git(['hash-object', '-t', 'commit', '-w', '--stdin'], `${head}\n\n${commit.message}`);
    assert.equal(made, sha, 'The commit of the API has another id here.');
    known.add(sha);
  }

  async function bringTree(sha: string): Promise<void> {
    if (known.has(sha) || has(sha)) return;
    const { tree } = treeSchema.parse(await ask('GET', `/git/trees/${sha}`));
    for (const entry of tree) if (entry.type === 'tree') await bringTree(entry.sha);
    const lines = tree.map(({ mode, type, sha: id, path }) => `${mode.padStart(6, '0')} ${type} ${id}\t${path}\0`);
    assert.equal(git(['mktree', '-z'], lines.join('')), sha, 'The tree of the API has another id here.');
  }

  /** The API protects a branch against everybody; that the host may move it was settled before. */
  async function move(branch: string, sha: string): Promise<void> {
    const place = `/branches/${branch}/protection`;
    const rules = protectionSchema.safeParse(await ask('GET', place).catch(() => undefined)).data;
    if (rules !== undefined) await ask('DELETE', place);
    await ask('PATCH', `/git/refs/heads/${branch}`, { sha, force: true });
    if (rules === undefined) return;
    const { contexts } = rules.required_status_checks;
    await ask('PUT', place, {
      ...{ required_status_checks: { strict: false, contexts }, enforce_admins: true },
      ...{ required_pull_request_reviews: null, restrictions: null },
    });
  }

  /** One at a time: two pushes at once would make the same branch twice. */
  let last: Promise<unknown> = Promise.resolve();
  function inTurn(work: () => Promise<void>): Promise<void> {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  }

  return { git, push: () => inTurn(push), pull: () => inTurn(pull) };

  async function push(): Promise<void> {
    const there = await refsThere();
    const here = refsHere();
    for (const [ref, sha] of here) {
      if (there.get(ref) === sha) continue;
      await send(sha);
      if (there.has(ref)) await move(ref.replace(/^refs\/heads\//, ''), sha);
      else await ask('POST', '/git/refs', { ref, sha });
    }
    for (const ref of there.keys()) if (!here.has(ref)) await ask('DELETE', `/git/refs/${ref.replace(/^refs\//, '')}`);
  }

  async function pull(): Promise<void> {
    const there = await refsThere();
    const here = refsHere();
    for (const [ref, sha] of there) {
      if (here.get(ref) === sha) continue;
      await bring(sha);
      git(['update-ref', ref, sha]);
    }
    for (const ref of here.keys()) if (!there.has(ref)) git(['update-ref', '-d', ref]);
  }
}

function entriesOf(listing: string): { path: string; mode: string; type: string; sha: string }[] {
  return listing
    .split('\0')
    .filter(Boolean)
    .map((line) => {
      const [, mode = '', type = '', sha = '', path = ''] = /^(\d+) (\w+) (\w+)\t([\s\S]*)$/.exec(line) ?? [];
      return { path, mode, type, sha };
    });
}

/** `Name <mail> 1700000000 +0900` as the API wants it. */
function personOf(commit: string, role: 'author' | 'committer'): z.infer<typeof personSchema> {
  const [, name = '', email = '', seconds = '', zone = ''] =
    new RegExp(`^${role} (.*) <(.*)> (\\d+) ([+-]\\d{4})$`, 'm').exec(commit) ?? [];
  assert.equal(zone, '+0000', 'Test commits are made in UTC: the API keeps no other zone.');
  return { name, email, date: new Date(Number(seconds) * 1000).toISOString() };
}

function lineOf({ name, email, date }: z.infer<typeof personSchema>): string {
  return `${name} <${email}> ${String(Math.floor(Date.parse(date) / 1000))} +0000`;
}
