import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as z from 'zod';
import { githubRun } from '../../support/github/github-run.ts';
import { writeFiles } from '../../support/repository.ts';
import { assertStatus } from '../../support/runs.ts';

const mintedSchema = z.object({
  installation_tokens: z.array(
    z.object({
      permissions: z.record(z.string(), z.string()),
      repository_selection: z.string(),
      repository_ids: z.array(z.int()),
    }),
  ),
});
const isWrite = /^(POST|PUT|PATCH|DELETE) \/(repos\/octo\/app\/|octo\/app\.git\/git-receive-pack)/;

describe('a run that signs in as a GitHub App', function () {
  this.timeout(120_000);

  it('has a token for each task, good for branches and pull requests of this repository alone, and one that only reads', async () => {
    await using hub = await githubRun({ withApp: true, env: { GITHUB_TOKEN: '' } });
    const { run, host } = hub;
    assert.ok(host.app !== undefined);
    const key_file = join(run.home, 'app.pem');
    writeFiles(run.home, { 'app.pem': host.app.privateKey });
    hub.settings({ github: { app: { id: host.app.id, key_file } } });
    run.plan([{ id: '1' }, { id: '2', dependencies: ['1'] }]);
    const before = host.requests.length;
    assertStatus(await run.necrocode('execute', 'demo', '--no-color'), 0);
    assert.equal((await hub.pulls()).length, 3);

    const listed = await host.as('worker', 'GET', '//_emulate/installation-tokens');
    const [reader, ...writers] = mintedSchema.parse(listed).installation_tokens;
    assert.deepEqual(new Set(Object.values(reader!.permissions)), new Set(['read']));
    // Two tasks, and the spec itself with its own pull request.
    assert.deepEqual(
      writers,
      Array.from({ length: 3 }, () => ({
        permissions: { contents: 'write', pull_requests: 'write' },
        ...{ repository_selection: 'selected', repository_ids: [1] },
      })),
    );
    const asked = host.requests.slice(before).filter(({ line }) => !line.includes('/app/installations/'));
    const reading = asked.find(({ line }) => line === 'GET /repos/octo/app/pulls')?.token;
    const written = new Set(asked.filter(({ line }) => isWrite.test(line)).map(({ token }) => token));
    assert.equal(written.size, 3, 'Each purpose has its own token.');
    assert.ok(!written.has(reading), 'What is written is not written with the token that reads.');
    const [first, second] = ['1', '2'].map((task) => tokensAbout(asked, `Task ${task}`));
    assert.equal(first!.size, 1);
    assert.equal(second!.size, 1);
    assert.notDeepEqual(first, second);
    for (const token of [reading, ...written]) assert.notEqual(token, host.tokens.worker);
    await run.tidy();
  });
});

/** With which tokens the pull request of this title was opened. */
function tokensAbout(asked: readonly { line: string; body: string; token: string | undefined }[], title: string) {
  const opened = asked.filter(({ line, body }) => /^POST .*\/pulls$/.test(line) && body.includes(`"${title}: `));
  return new Set(opened.map(({ token }) => token));
}
