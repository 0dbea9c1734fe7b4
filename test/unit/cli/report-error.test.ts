import assert from 'node:assert/strict';
import { Cancelled, CommandError, InvariantError, UserError } from '../../../src/core/base/errors.ts';
import { reportError } from '../../../src/cli/report-error.ts';
import { UsageError } from '../../../src/cli/usage-error.ts';
import { testSession } from '../../support/session.ts';

describe('the report of an error', () => {
  async function check(error: unknown, expected: { status: number; says: RegExp; hasTrace?: boolean }) {
    const session = await testSession();
    assert.equal(reportError(error, session), expected.status);
    assert.match(session.writtenToError(), expected.says);
    assert.equal(/\n +at /.test(session.writtenToError()), expected.hasTrace ?? false, session.writtenToError());
    assert.equal(session.written(), '', 'standard output is for results');
  }

  it('tells a mistake and its way out, without a trace', async () => {
    await check(new UserError('No plan.', { hint: 'Make one.' }), {
      status: 1,
      says: /^error: No plan\.\nhint: Make one\.\n$/,
    });
    await check(new UserError('No plan.'), { status: 1, says: /^error: No plan\.\n$/ });
    await check(new UsageError('No such option.'), { status: 2, says: /^error: No such option\.\n$/ });
    await check(new Cancelled('stopped'), { status: 1, says: /stopped/ });
  });

  it('speaks Japanese where the error does, and else tells it in English rather than not at all', async () => {
    const report = async (error: UserError) => {
      const session = await testSession({ language: 'ja' });
      reportError(error, session);
      return session.writtenToError();
    };
    const ja = { message: '計画がありません。' };
    assert.equal(
      await report(new UserError('No plan.', { hint: 'git init', ja })),
      'エラー: 計画がありません。\nヒント: git init\n',
    );
    const whole = { ...ja, hint: '作ってください。' };
    assert.match(
      await report(new UserError('No plan.', { hint: 'Make one.', ja: whole })),
      /ヒント: 作ってください。\n$/,
    );
    assert.match(await report(new UserError('No plan.', { hint: 'Make one.' })), /No plan\.\nヒント: Make one\.\n$/);
  });

  it('lets nothing that it quotes reach the terminal as a command', async () => {
    const quoted = '\u001b]0;owned\u0007a\u001b[2J\u202eb';
    await check(new UserError(`Two:\n  ${quoted}\n  c`, { hint: `See ${quoted}.` }), {
      status: 1,
      says: /^error: Two:\n  ab\n  c\nhint: See ab\.\n$/,
    });
    await check(new UsageError(quoted), { status: 2, says: /^error: ab\n$/ });
  });

  it('tells what the system refuses in its own words', async () => {
    const code = (name: string) => Object.assign(new Error(`${name}: not here, open '/a/b'`), { code: name });
    for (const name of ['ENOSPC', 'ENOTDIR', 'EROFS']) {
      await check(code(name), { status: 1, says: new RegExp(`^error: ${name}: not here, open '/a/b'\n$`) });
    }
  });

  it('tells which program failed', async () => {
    const details = { program: 'git', args: ['fetch'], cwd: '/', exitCode: 128, signal: undefined, isTimedOut: false };
    await check(new CommandError({ ...details, lastOutput: 'no remote' }), {
      status: 1,
      says: /`git fetch` ended with status 128: no remote/,
    });
  });

  it('owns up to a bug, says where the log is, and shows the trace', async () => {
    await check(new InvariantError('never'), {
      status: 1,
      says: /bug in NecroCode: never\n.*controller\.log/,
      hasTrace: true,
    });
    await check(new TypeError('x is undefined'), { status: 1, says: /bug/, hasTrace: true });
    await check('thrown text', { status: 1, says: /bug in NecroCode: thrown text/ });
  });

  it('says nothing of what a Ctrl-C has cut off', async () => {
    const session = await testSession();
    session.interrupt();
    assert.equal(reportError(new Cancelled('aborted'), session), 130);
    assert.equal(session.writtenToError(), '');
  });
});
