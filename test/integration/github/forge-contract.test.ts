import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { loadGithub, openLocalForge, githubPlace } from '../../../src/core/forge/forge.ts';
import type { Forge } from '../../../src/core/model/forge.ts';
import { githubSettingsSchema } from '../../../src/core/model/settings.ts';
import { githubHost, type GithubHost } from '../../support/github/github-host.ts';
import { githubRun } from '../../support/github/github-run.ts';
import { runGit, testRepository, type TestRepository } from '../../support/repository.ts';
import { assertStatus } from '../../support/runs.ts';

// What the dispatcher, and a person at the command line, may rely on, whichever forge the pull requests are on.

type Kind = Forge['kind'];
const kinds: readonly Kind[] = ['local', 'github'];

interface Subject extends AsyncDisposable {
  forge: Forge;
  /** A branch of ours, with a commit of its own, where the forge can see it. */
  branch: (name: string) => Promise<unknown>;
  /** What the registry does with the answers of a forge. */
  record: (number: number, head: string) => void;
  /** As a person does. */
  close: (number: number, head: string) => Promise<unknown>;
  /** What stands on the pull request there; the local forge leaves that to the registry. */
  said?: (number: number) => Promise<string>;
}

const texts = { title: 'Task 1', body: 'What was done.', purpose: 'demo/1' };

for (const kind of kinds) {
  describe(`the contract of the forge "${kind}"`, function () {
    this.timeout(60_000);

    it('has one open pull request for a branch, however often it is opened', () =>
      tried(kind, async ({ forge, branch, record }) => {
        const head = 'feature/task-demo-1-one';
        const wanted = { ...texts, head, base: 'main' };
        await branch(head);
        const { number } = await forge.open(wanted);
        assert.equal((await forge.open(wanted)).number, number, 'before it was recorded');
        record(number, head);
        assert.equal((await forge.open(wanted)).number, number, 'and after');

        const other = 'feature/task-demo-2-two';
        await branch(other);
        const second = await forge.open({ ...wanted, head: other });
        assert.notEqual(second.number, number);
      }));

    it('takes a change and a remark as often as they are told, and opens no closed one again', () =>
      tried(kind, async ({ forge, branch, record, close, said }) => {
        const head = 'feature/task-demo-1-one';
        const wanted = { ...texts, head, base: 'main' };
        await branch(head);
        const { number } = await forge.open(wanted);
        record(number, head);
        for (const _again of [1, 2]) {
          await forge.update(number, { title: 'Task 1, mended', body: 'More.', isDraft: false }, texts.purpose);
          await forge.say(number, { key: 'k1', text: 'Done.', purpose: texts.purpose });
        }
        if (said !== undefined) assert.equal((await said(number)).split('Done.').length, 2, 'It was said once.');
        await close(number, head);
        const next = await forge.open(wanted);
        assert.notEqual(next.number, number, 'A closed one is not opened again.');
      }));
  });

  describe(`necrocode pr, with the forge "${kind}"`, function () {
    this.timeout(120_000);

    it('lists, shows, comments and merges', async () => {
      await using hub = await githubRun({ settings: { base: 'main' } });
      const { run } = hub;
      run.plan([{ id: '1', title: 'Rooms' }]);
      run.script({ 1: [{ files: { 'one.txt': '1\n' } }] });
      // A branch that is checked out is nobody's to move but the user's.
      runGit(['switch', '--quiet', '--create', 'desk'], run.repository.mainWorktree);
      assertStatus(await run.necrocode('execute', 'demo', '--forge', kind, '--no-color'), 0);
      assert.equal((await hub.pulls()).length, kind === 'github' ? 2 : 0);

      const pr = async (...args: string[]) => {
        const said = await run.necrocode('pr', ...args);
        assertStatus(said, 0);
        return said.stdout;
      };
      assert.match(await pr('list'), /#2 .*Demo/);
      assert.match(await pr('list', '--all'), /#1 .*Rooms.*merged/);
      assert.match(await pr('show', '1', '--diff'), /Rooms[\s\S]*\+1/);
      await pr('comment', '2', 'Looks', 'good.');
      assert.match(await pr('show', '2'), /Looks good\./);
      await pr('merge', '2');
      assert.match(await pr('list', '--all'), /#2 .*merged/);
      if (kind === 'github') {
        assert.match((await hub.said(2)).join('\n'), /Looks good\./);
        assert.equal((await hub.pulls()).find(({ number }) => number === 2)?.merged, true);
      } else {
        assert.equal(run.repository.git(['show', 'main:one.txt']).trim(), '1');
      }
    });
  });
}

async function tried(kind: Kind, check: (subject: Subject) => Promise<void>): Promise<void> {
  using repository = testRepository();
  repository.commit({ 'README.md': 'hello\n' });
  await using subject = kind === 'local' ? localSubject(repository) : await githubSubject(repository);
  await check(subject);
}

function localSubject(repository: TestRepository): Subject {
  const pulls = new Map<number, { head: string; state: string }>();
  return {
    forge: openLocalForge({
      nextNumber: () => Math.max(0, ...pulls.keys()) + 1,
      find: (head) => [...pulls].find(([, pull]) => pull.head === head && pull.state === 'open')?.[0],
    }),
    branch: async () => repository.git(['rev-parse', 'HEAD']).trim(),
    record: (number, head) => pulls.set(number, { head, state: 'open' }),
    close: async (number, head) => pulls.set(number, { head, state: 'closed' }),
    [Symbol.asyncDispose]: async () => {},
  };
}

async function githubSubject(repository: TestRepository): Promise<Subject> {
  const host = await githubHost({ folder: repository.folder });
  const place = githubPlace(host.remoteUrl, { apiUrl: host.apiUrl });
  assert.ok(place);
  const github = await loadGithub();
  const told = { token: host.tokens.worker, from: 'the test' };
  const signIn = await github.findSignIn({ place, told, onSecret: () => {} });
  assert.ok(signIn);
  await push(repository, host, 'main');
  return {
    forge: github.openGithubForge({
      ...{ place, signIn, commonDir: repository.commonDir, folder: `${repository.folder}/forge.git` },
      ...{ settings: githubSettingsSchema.parse({}), template: async () => undefined, version: '0.0.0' },
    }),
    async branch(name) {
      repository.git(['switch', '--quiet', '--create', name, 'main']);
      repository.commit({ [`${name.length}.txt`]: name });
      await push(repository, host, name);
    },
    record: () => {},
    close: (number) => host.as('reviewer', 'PATCH', `/pulls/${number}`, { state: 'closed' }),
    said: async (number) => JSON.stringify(await host.as('reviewer', 'GET', `/issues/${number}/comments`)),
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  };
}

/** Not waited for synchronously: the host answers in this very process. */
async function push({ mainWorktree: cwd }: TestRepository, host: GithubHost, branch: string): Promise<void> {
  const basic = Buffer.from(`x-access-token:${host.tokens.worker}`).toString('base64');
  const header = `http.extraHeader=Authorization: Basic ${basic}`;
  await promisify(execFile)('git', ['-c', header, 'push', '--quiet', host.remoteUrl, `HEAD:refs/heads/${branch}`], {
    cwd,
  });
}
