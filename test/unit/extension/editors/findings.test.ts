import assert from 'node:assert/strict';
import type { Finding } from '../../../../src/core/model/evidence.ts';
import { parseGitFile } from '../../../../src/extension/editors/addresses.ts';
import {
  lacksFindingsSince,
  learnFindings,
  problemsOf,
  settleFindings,
  type KnownFindings,
} from '../../../../src/extension/editors/findings.ts';
import { node, sha, story, type Story } from '../../../support/builders.ts';
import { english } from '../../../support/l10n.ts';

const finding = (fields: Partial<Finding>): Finding => ({
  kind: 'secret',
  severity: 'warning',
  message: 'A key.',
  ...fields,
});

/** A task whose change waits in pull request 4, reviewed with these findings. */
function reviewed(...findings: Finding[]): Story {
  const told = story([node('1')])
    .ready('1')
    .start('1');
  const of = { run_id: 'run-chat', spec_id: 'chat', task_id: '1', attempt: 1 };
  return told.at(5000).tell(
    {
      ...of,
      type: 'RunnerFinished',
      data: { outcome: 'succeeded', commit: sha, tree: sha, files: ['src/a.ts', 'src/b.ts'] },
    },
    { ...of, type: 'ReviewFinished', data: { findings } },
    {
      ...of,
      type: 'PROpened',
      data: { number: 4, title: 'One', head: 'feature/1', base: 'necrocode/chat', head_sha: sha },
    },
  );
}

function problems({ state }: Story, known: KnownFindings): string[] {
  return problemsOf(state, known, '/work/shop', english).map(({ address, line, severity, message }) => {
    const shown = parseGitFile(address)!;
    assert.deepEqual([shown.commit, shown.side, shown.pull], [sha, 'after', 4]);
    return `${shown.file}:${line} ${severity} ${message}`;
  });
}

describe('findings of review as problems', () => {
  it('stand at the line of the file that the change has', () => {
    const told = reviewed(finding({ file: 'src/b.ts', line: 12 }), finding({ severity: 'info', message: 'No tests.' }));
    const known: KnownFindings = new Map();
    learnFindings(known, told.events);
    assert.deepEqual(problems(told, known), [
      'src/b.ts:11 warning A key. (PR #4)',
      'src/a.ts:0 info No tests. (PR #4)',
    ]);
  });

  it('go when the change is merged', () => {
    const told = reviewed(finding({ file: 'src/b.ts' }));
    const known: KnownFindings = new Map();
    learnFindings(known, told.events);
    const of = { run_id: 'run-chat', spec_id: 'chat', task_id: '1', attempt: 1 };
    told.tell(
      { ...of, type: 'PRMerged', data: { number: 4, merge_sha: sha } },
      { ...of, type: 'TaskCompleted', data: { merge_sha: sha, pr: 4 } },
    );
    assert.deepEqual(problems(told, known), []);
    settleFindings(told.state, known);
    assert.equal(known.size, 0);
  });

  it('go when the task is tried again', () => {
    const told = reviewed(finding({ file: 'src/b.ts' }));
    const known: KnownFindings = new Map();
    learnFindings(known, told.events);
    told.ready('1').start('1');
    assert.deepEqual(problems(told, known), []);
  });

  it('are asked for once when only the state knows of them', () => {
    const told = reviewed(finding({}));
    const known: KnownFindings = new Map();
    assert.equal(lacksFindingsSince(told.state, known), 5000);
    settleFindings(told.state, known);
    assert.equal(lacksFindingsSince(told.state, known), undefined);
    assert.equal(lacksFindingsSince(reviewed().state, new Map()), undefined);
  });
});
