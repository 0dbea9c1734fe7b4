import assert from 'node:assert/strict';
import { openLocalForge } from '../../../src/core/forge/forge.ts';
import type { Forge } from '../../../src/core/model/forge.ts';
import { githubForge } from '../../support/github/github-forge.ts';
import { githubRun } from '../../support/github/github-run.ts';
import { runGit } from '../../support/repository.ts';
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
      if (kind === 'github') hub.host.faults.push({ kind: 'lost', at: /^POST .*\/comments$/ });
      await pr('comment', '2', 'Looks', 'good.');
      assert.match(await pr('show', '2'), /Looks good\./);
      await pr('merge', '2');
      assert.match(await pr('list', '--all'), /#2 .*merged/);
      if (kind === 'github') {
        assert.deepEqual(hub.host.faults, []);
        assert.equal((await hub.said(2)).join('\n').split('Looks good.').length, 2, 'It was said once.');
        assert.equal((await hub.pulls()).find(({ number }) => number === 2)?.merged, true);
      } else {
        assert.equal(run.repository.git(['show', 'main:one.txt']).trim(), '1');
      }
    });
  });
}

describe('a pull request on GitHub that a person has edited', function () {
  this.timeout(60_000);

  it('keeps their title, their ticks and their words when ours change', async () => {
    await using there = await githubForge();
    const { forge, host, client } = there;
    const head = 'feature/task-demo-1-one';
    await there.branch(head);
    const body = '- [ ] It adds up.';
    const { number } = await forge.open({ ...texts, head, base: 'main', body });
    const shown = async () => {
      const { data } = await client.ask('looking', (octokit) =>
        octokit.rest.pulls.get({ ...client.repo, pull_number: number }),
      );
      return { title: data.title, body: data.body ?? '' };
    };
    await forge.update(number, { title: 'Task 1, mended', body }, texts.purpose);
    const ours = await shown();
    assert.equal(ours.title, 'Task 1, mended');

    const theirs = { title: 'Sums', body: `Mind the zeros.\n\n${ours.body.replace('[ ]', '[x]')}` };
    await host.as('reviewer', 'PATCH', `/pulls/${number}`, theirs);
    await forge.update(number, { title: 'Task 1, again', body: `${body}\n- [ ] It is quick.` }, texts.purpose);
    await forge.open({ ...texts, head, base: 'main', body: `${body}\n- [ ] It is small.` });
    const { title, body: next } = await shown();
    assert.equal(title, 'Sums');
    assert.match(next, /^Mind the zeros\.[^]*- \[x\] It adds up\.\n- \[ \] It is small\./);
  });
});

async function tried(kind: Kind, check: (subject: Subject) => Promise<void>): Promise<void> {
  await using subject = kind === 'local' ? localSubject() : await githubSubject();
  await check(subject);
}

function localSubject(): Subject {
  const pulls = new Map<number, { head: string; state: string }>();
  return {
    forge: openLocalForge({
      nextNumber: () => Math.max(0, ...pulls.keys()) + 1,
      find: (head) => [...pulls].find(([, pull]) => pull.head === head && pull.state === 'open')?.[0],
    }),
    branch: async () => {},
    record: (number, head) => pulls.set(number, { head, state: 'open' }),
    close: async (number, head) => pulls.set(number, { head, state: 'closed' }),
    [Symbol.asyncDispose]: async () => {},
  };
}

async function githubSubject(): Promise<Subject> {
  const there = await githubForge();
  const { forge, host } = there;
  return {
    ...{ forge, branch: (name) => there.branch(name), record: () => {} },
    close: (number) => host.as('reviewer', 'PATCH', `/pulls/${number}`, { state: 'closed' }),
    said: async (number) => JSON.stringify(await host.as('reviewer', 'GET', `/issues/${number}/comments`)),
    [Symbol.asyncDispose]: () => there[Symbol.asyncDispose](),
  };
}
