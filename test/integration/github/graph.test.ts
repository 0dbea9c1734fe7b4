import assert from 'node:assert/strict';
import { Unavailable } from '../../../src/core/base/unavailable.ts';
import { checksOfMany } from '../../../src/core/forge/github/graph.ts';
import type { FaultKind } from '../../support/github/faults.ts';
import { githubClient, type GithubClientThere } from '../../support/github/github-client.ts';
import { githubForge } from '../../support/github/github-forge.ts';

// The checks of many pull requests in one question, and what becomes of the question when GitHub does not answer all of it.

const question = /^POST \/graphql$/;
const limit = { type: 'RATE_LIMITED', message: 'API rate limit exceeded for user ID 1.' };
const missingField = {
  ...{ path: ['query', 'repository', 'p1'], message: "Field 'statusCheckRollup' doesn't exist on type 'Commit'" },
  extensions: { code: 'undefinedField', typeName: 'Commit', fieldName: 'statusCheckRollup' },
};
const rollupPath = ['repository', 'p1', 'commits', 'nodes', 0, 'commit', 'statusCheckRollup'];
const hidden = {
  ...{ type: 'FORBIDDEN', path: rollupPath, message: 'Resource not accessible by personal access token' },
};
const timesAsked = ({ host }: Pick<GithubClientThere, 'host'>) =>
  host.requests.filter(({ line }) => question.test(line)).length;

function says(answer: object, resetInS?: number): FaultKind & { at: RegExp } {
  return { kind: 'graph', answer, at: question, ...(resetInS === undefined ? {} : { resetInS }) };
}

describe('the question about many checks', function () {
  this.timeout(60_000);

  for (const isAtRoot of [true, false]) {
    const where = isAtRoot ? 'github.com' : 'an enterprise';
    it(`on ${where} waits until the limit is lifted, and is asked again then`, async () => {
      await using there = await githubClient({ isAtRoot });
      there.host.faults.push(says({ errors: [limit] }, 600));
      await assert.rejects(checksOfMany(there.client, [1]), isUnavailableFor(600_000));
      assert.ok(await checksOfMany(there.client, [1]));
      assert.equal(timesAsked(there), 2);
    });
  }

  it('waits a minute for a limit that does not say how long it lasts', async () => {
    await using there = await githubClient();
    there.host.faults.push(says({ errors: [limit] }));
    await assert.rejects(checksOfMany(there.client, [1]), isUnavailableFor(60_000));
  });

  it('is answered for those that are there, although one is not', async () => {
    await using there = await githubForge();
    const { forge, host } = there;
    const head = 'feature/task-demo-1-one';
    const head_sha = await there.branch(head);
    await forge.open({ head, base: 'main', title: 'One', body: 'One.', purpose: 'demo/1' });
    await host.as('worker', 'POST', '/check-runs', {
      name: 'ci',
      head_sha,
      status: 'completed',
      conclusion: 'success',
    });
    for (const _look of [1, 2]) {
      const found = await checksOfMany(there.client, [1, 99]);
      assert.deepEqual(found, new Map([[1, { headSha: head_sha, checks: [{ name: 'ci', state: 'success' }] }]]));
    }
    assert.equal(timesAsked(there), 2);
  });

  it('does not take checks that may not be seen for none', async () => {
    await using there = await githubClient();
    const commit = { oid: 'a'.repeat(40), statusCheckRollup: null };
    const p1 = { headRefOid: commit.oid, commits: { nodes: [{ commit }] } };
    there.host.faults.push(says({ data: { repository: { p1 } }, errors: [hidden] }));
    assert.deepEqual(await checksOfMany(there.client, [1]), new Map());
  });

  it('is asked again after an error that is about the whole of it', async () => {
    await using there = await githubClient();
    const message = 'The token has not been granted the required scopes.';
    there.host.faults.push(says({ errors: [{ type: 'INSUFFICIENT_SCOPES', message }] }));
    assert.equal(await checksOfMany(there.client, [1]), undefined);
    assert.ok(await checksOfMany(there.client, [1]));
  });

  it('is not asked again where the server does not know it', async () => {
    await using there = await githubClient();
    there.host.faults.push(says({ errors: [missingField] }));
    for (const _look of [1, 2]) assert.equal(await checksOfMany(there.client, [1]), undefined);
    assert.equal(timesAsked(there), 1);
  });

  it('is not asked again where the server has no GraphQL', async () => {
    await using there = await githubClient({ withoutGraph: true });
    for (const _look of [1, 2]) assert.equal(await checksOfMany(there.client, [1]), undefined);
    assert.equal(timesAsked(there), 1);
  });
});

function isUnavailableFor(waitMs: number) {
  return (error: unknown): boolean => {
    assert.ok(error instanceof Unavailable, String(error));
    assert.ok(Math.abs(error.waitMs - waitMs) <= 5000, `${error.waitMs} ms`);
    return true;
  };
}
