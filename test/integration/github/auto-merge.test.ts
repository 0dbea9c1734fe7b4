import assert from 'node:assert/strict';
import * as z from 'zod';
import { githubForge, type GithubForgeThere } from '../../support/github/github-forge.ts';
import { githubRun } from '../../support/github/github-run.ts';
import { assertStatus } from '../../support/runs.ts';

// What becomes of the wish that GitHub merges a pull request by itself, and of one that only the merge queue may merge.

const head = 'feature/task-demo-1-one';
const purpose = 'demo/1';
const mutation = /^POST \/graphql$/;
const merge = /^PUT .*\/merge$/;
const pullSchema = z.looseObject({
  state: z.string(),
  auto_merge: z.object({ merge_method: z.string() }).nullish(),
  merged: z.boolean().optional(),
});

describe('a pull request that GitHub is to merge by itself', function () {
  this.timeout(60_000);

  it('is left to GitHub while something is missing, bound to the head that was meant', async () => {
    await using there = await opened({ isAllowed: true, isRequired: true });
    await there.forge.remote.mergeWhenReady(1, purpose);
    const { state, auto_merge } = await shown(there);
    assert.deepEqual([state, auto_merge?.merge_method], ['open', 'merge']);
    assert.equal(headAsked(there), there.sha);
    assert.equal(await said(there), '[]');
  });

  it('is merged at once when nothing is missing any more', async () => {
    await using there = await opened({ isAllowed: true });
    await there.forge.remote.mergeWhenReady(1, purpose);
    assert.equal((await shown(there)).merged, true);
    assert.equal(await said(there), '[]');
    await there.forge.remote.mergeWhenReady(1, purpose);
    assert.equal(await said(there), '[]', 'Asked again after a crash it is nothing to talk about.');
  });

  it('is told why not, once, where the repository does not allow it', async () => {
    await using there = await opened({ isRequired: true });
    for (const _again of [1, 2]) await there.forge.remote.mergeWhenReady(1, purpose);
    const { state, auto_merge } = await shown(there);
    assert.deepEqual([state, auto_merge ?? undefined], ['open', undefined]);
    assert.equal((await said(there)).split('Auto merge is not allowed for this repository').length, 2);
  });

  it('is not merged with commits that somebody else has pushed meanwhile', async () => {
    await using there = await opened({ isAllowed: true });
    const { forge, sha } = there;
    const signal = AbortSignal.timeout(30_000);
    await forge.remote.push({ branch: head, sha, expected: sha, purpose, signal });
    await there.branch('theirs');
    there.host.mirror.git(['update-ref', `refs/heads/${head}`, 'refs/heads/theirs']);
    await forge.remote.mergeWhenReady(1, purpose);
    assert.equal((await shown(there)).state, 'open');
    assert.match(await said(there), /Head branch was modified/);
  });
});

describe('a run that delivers to the base with auto-merge', function () {
  this.timeout(120_000);

  it('is finished without a person where nothing is required', async () => {
    await using hub = await githubRun({ settings: { delivery: 'direct', github: { auto_merge: true } } });
    const { run, host } = hub;
    await host.as('worker', 'PATCH', '', { allow_auto_merge: true });
    run.plan([{ id: '1' }, { id: '2', dependencies: ['1'] }]);
    assertStatus(await run.necrocode('execute', 'demo', '--no-color'), 0);
    const pulls = await hub.pulls();
    assert.deepEqual(
      pulls.map(({ base, merged }) => [base.ref, merged]),
      [
        ['main', true],
        ['main', true],
      ],
    );
    assert.equal((await run.task('2')).state, 'done');
    await run.tidy();
  });
});

describe('a pull request that only the merge queue may merge', function () {
  this.timeout(60_000);
  const queueOnly = { kind: 'status', status: 405, at: merge } as const;
  const message = 'Changes must be made through the merge queue.';

  it('waits in the queue with the head that was verified', async () => {
    await using there = await opened({});
    there.host.faults.push({ ...queueOnly, message });
    const landing = await there.forge.remote.merge({ number: 1, headSha: there.sha, title: 'One', purpose });
    assert.equal(landing.kind === 'refused' && landing.reason, 'queued');
    assert.equal(headAsked(there), there.sha);
  });

  it('is not told to wait there when the queue has refused it', async () => {
    await using there = await opened({ isRequired: true });
    there.host.faults.push({ ...queueOnly, message });
    const landing = await there.forge.remote.merge({ number: 1, headSha: there.sha, title: 'One', purpose });
    assert.equal(landing.kind === 'refused' && landing.reason, 'not_mergeable');
    assert.match(landing.kind === 'refused' ? landing.message : '', /merge queue.*"ci" is expected/);
  });
});

interface Opened extends GithubForgeThere {
  sha: string;
}

/** `isRequired`: a check is, and has not run. */
async function opened({ isAllowed = false, isRequired = false }): Promise<Opened> {
  const there = await githubForge();
  const { host, forge } = there;
  await host.as('worker', 'PATCH', '', { allow_auto_merge: isAllowed });
  if (isRequired) {
    await host.as('worker', 'PUT', '/branches/main/protection', {
      ...{ required_status_checks: { strict: false, contexts: ['ci'] }, enforce_admins: true },
      ...{ required_pull_request_reviews: null, restrictions: null },
    });
  }
  const sha = await there.branch(head);
  await forge.open({ head, base: 'main', title: 'One', body: 'One.', purpose });
  return { ...there, sha };
}

async function shown({ host }: Opened) {
  return pullSchema.parse(await host.as('reviewer', 'GET', '/pulls/1'));
}

async function said({ host }: Opened): Promise<string> {
  return JSON.stringify(await host.as('reviewer', 'GET', '/issues/1/comments'));
}

/** The head that GraphQL was asked to merge. */
function headAsked({ host }: Opened): string | undefined {
  const { body } = host.requests.findLast(({ line }) => mutation.test(line)) ?? {};
  return z.object({ variables: z.object({ head: z.string() }) }).safeParse(JSON.parse(body ?? '{}')).data?.variables
    .head;
}
