import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readProcess } from '../../../../src/core/base/process-identity.ts';
import { markerVariable } from '../../../../src/core/base/process-tree.ts';
import { runInTerminal } from '../../../../src/core/base/run-in-terminal.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const env = { PATH: process.env['PATH'] ?? '' };
const never = new AbortController().signal;

describe('a program that is lent the terminal', () => {
  it('runs in our own process group, in its folder, with the environment given and no other', async () => {
    using folder = temporaryFolder();
    const script = 'cut -d" " -f5 /proc/$$/stat > seen; env >> seen; exit 3';
    const end = await runInTerminal('sh', ['-c', script], { cwd: folder.path, env, marker: 'm', signal: never });
    assert.deepEqual(end, { exitCode: 3 });
    const [group, ...variables] = readFileSync(join(folder.path, 'seen'), 'utf8').trim().split('\n');
    assert.equal(Number(group), readProcess(process.pid)?.group);
    assert.ok(variables.includes(`${markerVariable}=m`));
    assert.ok(!variables.some((line) => line.startsWith('TMPDIR=')), 'Something of ours was inherited.');
  });

  it('is told that its terminal goes away, and killed when it does not heed that', async () => {
    for (const [trap, expected] of [
      ['exit 9', { exitCode: 9 }],
      ['', { signal: 'SIGKILL' }],
    ] as const) {
      using folder = temporaryFolder();
      const stop = new AbortController();
      const script = `trap '${trap}' HUP; touch up; while :; do sleep 0.05; done`;
      const options = { cwd: folder.path, env, marker: 'm', signal: stop.signal, graceMs: 300 };
      const running = runInTerminal('sh', ['-c', script], options);
      while (!existsSync(join(folder.path, 'up'))) await new Promise((resolve) => setTimeout(resolve, 10));
      stop.abort();
      assert.deepEqual(await running, expected);
    }
  });

  it('says in words why it cannot be started', async () => {
    using folder = temporaryFolder();
    const options = { cwd: folder.path, env, marker: 'm', signal: never };
    assert.match((await runInTerminal('no-such-program', [], options)).startProblem ?? '', /was not found/);
  });
});
