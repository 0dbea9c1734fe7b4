import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { githubRun, type GithubRun } from '../../support/github/github-run.ts';
import { assertStatus } from '../../support/runs.ts';
import { assertNobodyLeft } from '../../support/tidy.ts';

const agent = join(import.meta.dirname, '../../support/agents/looks-for-tokens.mjs');
const reportSchema = z.object({
  own: z.boolean(),
  looked: z.array(z.object({ pid: z.int(), has: z.array(z.string()) })),
});
const push = /^POST \/octo\/app\.git\/git-receive-pack$/;

describe('the token of GitHub', function () {
  this.timeout(120_000);

  it('is in no file, no object, no argument, no pull request, no output, and nowhere that an agent can look', async () => {
    await using hub = await githubRun();
    const { run, host } = hub;
    const report = join(run.repository.folder, 'report.json');
    hub.settings({ agents: { scripted: { driver: 'command', argv: [process.execPath, agent, report] } } });
    run.plan([{ id: '1' }]);
    const pushing: string[] = [];
    host.faults.push({
      ...{ kind: 'none', at: push, times: 2 },
      then: async () => void pushing.push(...run.processes().map(({ command }) => command)),
    });
    // Whoever calls has the token in their own environment, and has gone when the agent looks.
    const executed = await run.necrocode('execute', 'demo', '--detach');
    assertStatus(executed, 0);
    writeFileSync(`${report}.go`, '');
    await run.until(({ type }) => type === 'RunFinished');
    await assertNobodyLeft(run);

    const { own, looked } = reportSchema.parse(JSON.parse(readFileSync(report, 'utf8')));
    const [controller] = await run.events('ControllerStarted');
    assert.ok(
      looked.some(({ pid }) => pid === controller!.data.pid),
      'The agent has not seen the controller.',
    );
    assert.deepEqual([own, looked.filter(({ has }) => has.length > 0)], [false, []]);

    const needles = spellingsOf(host.tokens.worker);
    assert.ok(
      pushing.some((command) => command.includes('git-remote-http') || command.includes(' push ')),
      'No push was seen.',
    );
    assert.deepEqual(holding(pushing, needles), []);
    assert.deepEqual(filesWith(hub, needles), []);
    for (const repository of [run.repository.mainWorktree, host.origin]) {
      const objects = execFileSync('git', ['-C', repository, 'cat-file', '--batch', '--batch-all-objects']);
      assert.deepEqual(holding([objects.toString('latin1')], needles), []);
    }
    const output = [executed.stdout, executed.stderr, (await run.necrocode('events', '--json')).stdout];
    assert.deepEqual(holding(output, needles), []);
    assert.deepEqual(
      holding(
        host.requests.map(({ body }) => body),
        needles,
      ),
      [],
    );
    assert.deepEqual(holding([JSON.stringify(await hub.pulls()), ...(await hub.said(1))], needles), []);
    await run.tidy();
  });
});

function spellingsOf(token: string): string[] {
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  return [token, basic, Buffer.from(token).toString('base64'), encodeURIComponent(token)];
}

function holding(texts: readonly string[], needles: readonly string[]): string[] {
  return texts.filter((text) => needles.some((needle) => text.includes(needle)));
}

/** The repository, the home, the registry, the artifacts and the slots: everything below the test's folder. */
function filesWith({ run }: GithubRun, needles: readonly string[]): string[] {
  return readdirSync(run.repository.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => holding([readFileSync(path, 'latin1')], needles).length > 0);
}
