import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { Cancelled, CommandError } from '../../../../src/core/base/errors.ts';
import { exec, type ExecOptions } from '../../../../src/core/base/exec.ts';
import { findMarked, killTree } from '../../../../src/core/base/process-tree.ts';

const env = { PATH: process.env['PATH'] ?? '' };

function run(script: string, options: Partial<ExecOptions> = {}) {
  return exec('sh', ['-c', script], { cwd: tmpdir(), env, timeoutMs: 30_000, ...options });
}

function failsWith(expected: Partial<CommandError>) {
  return (error: unknown) => {
    assert.ok(error instanceof CommandError, String(error));
    for (const [name, value] of Object.entries(expected))
      assert.deepEqual(error[name as keyof CommandError], value, name);
    return true;
  };
}

describe('running a program', () => {
  it('gives back what it printed and how it ended', async () => {
    const { stdout, stderr, exitCode, isTruncated, isTimedOut } = await run('echo out; echo err >&2');
    assert.deepEqual(
      { stdout, stderr, exitCode, isTruncated, isTimedOut },
      {
        ...{ stdout: 'out\n', stderr: 'err\n', exitCode: 0, isTruncated: false, isTimedOut: false },
      },
    );
  });

  it('gives it exactly the environment named, and its own folder', async () => {
    const { stdout } = await exec('env', [], { cwd: tmpdir(), env: { ...env, A: '1' }, timeoutMs: 30_000 });
    assert.deepEqual(
      stdout
        .trim()
        .split('\n')
        .filter((line) => !line.startsWith('PATH=')),
      ['A=1'],
    );
    assert.equal((await run('pwd -P', { cwd: '/' })).stdout, '/\n');
  });

  it('passes arguments as they are, past any shell', async () => {
    const args = ['$(id)', '; exit 3', 'a b', '"', "'", '*', ''];
    const { stdout } = await exec('printf', ['%s\n', ...args], { cwd: tmpdir(), env, timeoutMs: 30_000 });
    assert.equal(stdout, args.map((arg) => `${arg}\n`).join(''));
  });

  it('throws what it needs to be run again when it fails', async () => {
    await assert.rejects(
      run('echo why >&2; exit 3'),
      failsWith({ exitCode: 3, lastOutput: 'why\n', cwd: tmpdir(), isTimedOut: false }),
    );
    await assert.rejects(run('kill -9 $$'), failsWith({ exitCode: undefined, signal: 'SIGKILL' }));
    assert.equal((await run('exit 3', { okExitCodes: [0, 3] })).exitCode, 3);
    assert.equal((await run('exit 3', { okExitCodes: 'any' })).exitCode, 3);
    assert.equal((await run('kill -9 $$', { okExitCodes: 'any' })).signal, 'SIGKILL');
  });

  it('says so when the program or the folder does not exist', async () => {
    const options = { cwd: tmpdir(), env, timeoutMs: 30_000, okExitCodes: 'any' as const };
    await assert.rejects(
      exec('no-such-program', [], options),
      (error) => error instanceof CommandError && /not found/.test(error.lastOutput),
    );
    await assert.rejects(
      exec('true', [], { ...options, cwd: '/no/such/folder' }),
      (error) => error instanceof CommandError && /folder .* does not exist/.test(error.lastOutput),
    );
  });

  it('writes its input, and bears a program that does not read it', async () => {
    const input = 'x'.repeat(3_000_000);
    assert.equal((await exec('cat', [], { cwd: tmpdir(), env, timeoutMs: 30_000, input })).stdout.length, input.length);
    assert.equal((await run('exit 0', { input })).exitCode, 0);
    assert.equal((await run('exec <&-; exit 0', { input })).exitCode, 0);
    assert.equal((await run('cat')).stdout, '');
  });

  it('keeps the beginning and the end of more output than it may keep', async () => {
    const { stdout, isTruncated } = await run('echo first; head -c 3000000 /dev/zero | tr "\\0" "x"; echo; echo last', {
      outputBytesMax: 1000,
    });
    assert.ok(isTruncated);
    assert.match(stdout, /^first\nx+\n\[… \d+ bytes left out …\]\nx+\nlast\n$/);
    assert.ok(stdout.length < 1100);
  });

  it('shows the output in whole characters as it comes, and survives a watcher that throws', async () => {
    const seen: string[] = [];
    await run(`printf '\\346\\227'; sleep 0.05; printf '\\245\\n'; echo e >&2`, {
      onOutput: (chunk, stream) => {
        seen.push(`${stream}:${chunk}`);
        throw new Error('the watcher is broken');
      },
    });
    const stdout = seen.filter((entry) => entry.startsWith('stdout:')).map((entry) => entry.slice(7));
    assert.equal(stdout.join(''), '日\n');
    assert.ok(seen.includes('stderr:e\n'));
  });

  it('does not wait for a grandchild that holds its output', async () => {
    const marker = `grandchild-${String(process.pid)}`;
    const { stdout } = await run('sleep 600 & echo done', { marker });
    assert.equal(stdout, 'done\n');
    const { killed } = await killTree({ marker }, { graceMs: 2000 });
    assert.equal(killed, 1);
  });

  it('ends everything that it started when the time is over, also what left the group and what ignores TERM', async () => {
    const marker = `timeout-${String(process.pid)}`;
    const script = `setsid sh -c 'trap "" TERM; echo up; sleep 600 & wait; sleep 600' & trap "" TERM; sleep 600; sleep 600`;
    await assert.rejects(
      run(script, { timeoutMs: 300, graceMs: 100, marker }),
      failsWith({ isTimedOut: true, exitCode: undefined }),
    );
    assert.deepEqual(findMarked(marker), []);
  });

  it('lets a program clean up after TERM', async () => {
    const controller = new AbortController();
    const seen: string[] = [];
    const running = run(`trap 'echo cleaned; exit 5' TERM; echo ready; while :; do sleep 0.01; done`, {
      signal: controller.signal,
      onOutput: (chunk, stream) => {
        if (stream === 'stdout') seen.push(chunk);
        controller.abort();
      },
    });
    await assert.rejects(running, Cancelled);
    assert.equal(seen.join(''), 'ready\ncleaned\n');
  });

  it('returns what there is after the timeout when every end is welcome', async () => {
    const result = await run('echo out; exec sleep 600', { timeoutMs: 300, okExitCodes: 'any' });
    assert.deepEqual([result.exitCode, result.signal, result.isTimedOut], [undefined, 'SIGTERM', true]);
  });

  it('is cancelled with the first reason, and the program is gone by then', async () => {
    const marker = `abort-${String(process.pid)}`;
    const controller = new AbortController();
    const running = run('echo ready; sleep 600', {
      ...{ marker, signal: controller.signal, timeoutMs: 60_000 },
      onOutput: () => controller.abort(new Cancelled('the user asked')),
    });
    await assert.rejects(running, (error) => error instanceof Cancelled && error.message === 'the user asked');
    assert.deepEqual(findMarked(marker), []);
    await assert.rejects(run('true', { signal: controller.signal }), Cancelled);
  });
});
