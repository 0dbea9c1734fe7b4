import assert from 'node:assert/strict';
import { launchLine, resumeArguments, type Launching } from '../../../../../src/core/agents/headless/launch-line.ts';

function check(line: string, given: Partial<Launching> & { model?: string }, expected: string[]) {
  const { model, ...launching } = given;
  const agent = { argv: line.split(' '), ...(model === undefined ? {} : { options: { model } }) };
  const { program, args } = launchLine(agent, { prompt: 'Do it', takes: 'stdin', resume: [], ...launching });
  assert.deepEqual([program, ...args], expected);
}

describe('the command line of a headless agent', () => {
  const resume = ['--resume', 'id'];

  it('is its own words where the prompt goes to its input', () =>
    check('claude -p --verbose', {}, ['claude', '-p', '--verbose']));
  it('has the model and the conversation behind its own words', () =>
    check('claude -p --verbose', { model: 'm', resume }, ['claude', '-p', '--verbose', '--model', 'm', ...resume]));
  it('ends with the dash that stands for its input', () =>
    check('codex exec --json -', { model: 'm' }, ['codex', 'exec', '--json', '--model', 'm', '-']));
  it('ends with the prompt, and with the flag for it where it has one', () => {
    check('opencode run', { takes: 'argument', model: 'p/m' }, ['opencode', 'run', '--model', 'p/m', 'Do it']);
    check('gemini -o x -p', { takes: 'argument', model: 'm' }, ['gemini', '-o', 'x', '--model', 'm', '-p', 'Do it']);
  });
  it('has a prompt of a bounded length, which tells where the whole stands', () => {
    const { args } = launchLine({ argv: ['a'] }, { prompt: 'あ'.repeat(100_000), takes: 'argument', resume: [] });
    const [prompt = ''] = args;
    assert.ok(Buffer.byteLength(prompt) < 128 * 1024);
    assert.match(prompt, /^あ+\n\n\[… the whole text stands in \.kiro\/current-task\.md\]$/);
  });
});

describe('the conversation of a headless agent', () => {
  const options = { resume: ['--on', 'x={session}'] };

  it('is taken up by its id, wherever that stands', () =>
    assert.deepEqual(resumeArguments({ options }, 's-$&'), ['--on', 'x=s-$&']));
  it('is a new one when none has been told, and for agents that cannot take one up', () => {
    assert.deepEqual(resumeArguments({ options }, undefined), []);
    assert.deepEqual(resumeArguments({}, 's-1'), []);
  });
});
