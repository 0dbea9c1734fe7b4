// Whether a run could begin at all, as the doctor says it to users with and without agents.
import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../../../../src/core/agents/find-program.ts';
import { locate } from '../../../../src/core/necrocode.ts';
import { doctor, type DoctorReport } from '../../../../src/core/necrocode/doctor.ts';
import { userWith } from '../../../support/model-endpoint.ts';
import { testRepository, writeFiles } from '../../../support/repository.ts';

const git = `exec ${findProgram('git', process.env)} "$@"`;

/** `programs` on the PATH beside git, and nothing else; each a shell script. */
async function examine(programs: Readonly<Record<string, string>>, settings = '{}\n'): Promise<DoctorReport> {
  using repository = testRepository();
  const bin = join(repository.folder, 'bin');
  for (const [name, script] of Object.entries({ git, ...programs })) {
    writeFiles(bin, { [name]: `#!/bin/sh\n${script}\n` });
    chmodSync(join(bin, name), 0o755);
  }
  using _user = userWith(repository, { PATH: bin }, settings);
  return await doctor(await locate(repository.mainWorktree), { fix: false });
}

const signedOut = { 'kiro-cli': '[ "$1" = --version ]', opencode: 'true' };
const wordsOf = ({ problems }: DoctorReport, language: 'en' | 'ja' = 'en') =>
  problems.map(({ severity, words }) => `${severity}: ${words[language].message}`);

describe('the doctor', () => {
  it('finds nothing where the agent that a run takes can be used', async () => {
    assert.deepEqual(wordsOf(await examine({ opencode: 'true' })), []);
    assert.deepEqual(wordsOf(await examine(signedOut, 'agent: opencode\n')), []);
  });

  it('warns where there is no agent, in both languages, with the ways to get one', async () => {
    const report = await examine({});
    assert.deepEqual(wordsOf(report), ['warning: No agent is set up.']);
    assert.deepEqual(wordsOf(report, 'ja'), ['warning: 使えるエージェントがありません。']);
    assert.match(report.problems[0]?.words.en.hint ?? '', /Install one/);
  });

  it('warns where nobody is signed in to the agent of the settings', async () => {
    const report = await examine(signedOut, 'agent: kiro\n');
    assert.deepEqual(wordsOf(report), ['warning: A run would take kiro, which cannot be used: Nobody is signed in.']);
    assert.match(report.problems[0]?.words.ja.hint ?? '', /`kiro-cli login` でサインイン/);
  });

  it('passes over an agent as a run does, and warns where none is left', async () => {
    assert.deepEqual(wordsOf(await examine(signedOut)), []);
    const report = await examine({ 'kiro-cli': signedOut['kiro-cli'] });
    assert.deepEqual(wordsOf(report), ['warning: No agent can be used (kiro: nobody is signed in).']);
    assert.deepEqual(wordsOf(report, 'ja'), [
      'warning: 利用できるエージェントがありません (kiro: サインインしていません)。',
    ]);
  });

  it('tells broken settings once', async () => {
    assert.deepEqual(
      (await examine({}, 'agent: [1]\n')).problems.map(({ severity, place }) => [severity, place]),
      [['error', '.kiro/necrocode.yaml']],
    );
  });
});
