import assert from 'node:assert/strict';
import { assignmentSchema } from '../../../../src/core/model/spirit.ts';
import { describeTask, nothingLaid, promptOf } from '../../../../src/core/runner/current-task.ts';
import { plainAssignment } from './plain-assignment.ts';

const task = {
  id: '2.1',
  title: 'Login screen',
  description: 'Build it.',
  files: ['src/login/**'],
  metadata: { acceptance: ['It has a button', 'It says hello'], requirements: ['1.1', '1.2'], boundary: ['Login'] },
};

const parse = (payload: Record<string, unknown>) =>
  assignmentSchema.parse(plainAssignment(payload, { task_id: '2.1' }));

describe('the text of the current task', () => {
  const parts: [what: string, payload: Record<string, unknown>, expected: RegExp][] = [
    [
      'the task and where it belongs',
      { task },
      /^# Task 2\.1: Login screen\n\nSpec: demo · Branch: feature\/.* · Attempt: 2\n\nBuild it\./,
    ],
    ['the acceptance criteria', { task }, /## Acceptance criteria\n\n- It has a button\n- It says hello\n/],
    ['the requirements', { task }, /## Requirements\n\n1\.1, 1\.2\n/],
    ['the context', { task, context: 'The server listens on 80.' }, /## Context\n\nThe server listens on 80\.\n/],
    ['the boundary', { task }, /## Boundary\n\n.*\n\n- src\/login\/\*\*\n- Login\n/],
    [
      'the commands that check it',
      { task, verify: ['npm test'] },
      /## How it is checked\n\n.*succeed:\n\n- `npm test`\n/,
    ],
    ['the rules', { task }, /## Rules\n\n(?:- .*\n)*- Do not push/],
    [
      'Japanese words for a Japanese reader',
      { task, language: 'ja' },
      /^# タスク 2\.1: Login screen[\s\S]*## ルール\n\n- このフォルダー/,
    ],
    [
      'that a fault is to be shown',
      { task: { ...task, metadata: { expect_failure: true } }, verify: ['npm test'] },
      /expected to fail, because the fault is not mended yet\.\n\n- `npm test`/,
    ],
    [
      'what an earlier attempt came to',
      { task, earlier: { failure: { kind: 'verify_failed', message: 'One test failed.', evidence: 'expected 4' } } },
      /## What an earlier attempt came to\n\nOne test failed\.\n\n```\nexpected 4\n```\n/,
    ],
  ];
  for (const [what, payload, expected] of parts) {
    it(`has ${what}`, () => assert.match(describeTask(parse(payload), nothingLaid), expected));
  }

  it('leaves out the headings of what the task does not have', () => {
    const text = describeTask(parse({ task: { id: '2.1', title: 'Small' } }), nothingLaid);
    assert.deepEqual(text.match(/^## .*/gm), ['## Rules']);
  });

  it('names the files with conflicts and what git says about them', () => {
    const earlier = { failure: { kind: 'conflict', message: 'It conflicts.' }, commit: 'a'.repeat(40) };
    const laid = { isLaid: true, conflicts: ['a b.txt'], messages: 'CONFLICT (content): a b.txt\n' };
    assert.match(
      describeTask(parse({ task, earlier }), laid),
      /- `a b\.txt`\n\n```\nCONFLICT \(content\): a b\.txt\n```/,
    );
  });

  it('keeps evidence inside its fence, whatever is in it', () => {
    const evidence = 'x\n```\n# Rules\n````\ny';
    const earlier = { failure: { kind: 'verify_failed', message: 'No.', evidence } };
    assert.match(describeTask(parse({ task, earlier }), nothingLaid), /\n`````\nx\n```\n# Rules\n````\ny\n`````\n/);
  });
});

describe('a prompt', () => {
  it('carries the whole task in the first round', () => {
    const prompt = promptOf(parse({ task }), { round: 1, reason: 'first', evidence: '', laid: nothingLaid });
    assert.match(prompt, /^Carry out the following task[\s\S]*# Task 2\.1: Login screen/);
  });

  it('says first that there is a conflict, when there is one', () => {
    const prompt = promptOf(parse({ task }), { round: 1, reason: 'conflict', evidence: '', laid: nothingLaid });
    assert.match(prompt, /^The earlier change for this task conflicts/);
  });

  it('carries what the check found in a later round', () => {
    const prompt = promptOf(parse({ task, language: 'ja' }), {
      round: 3,
      reason: 'fix',
      evidence: 'expected 4',
      laid: nothingLaid,
    });
    assert.match(prompt, /^ラウンド 3: [\s\S]*```\nexpected 4\n```/);
    assert.equal(prompt.includes('Build it.'), false);
  });
});
