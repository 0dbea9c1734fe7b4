import assert from 'node:assert/strict';
import { terminalLineOf } from '../../../../src/core/agents/interactive.ts';
import { presets } from '../../../../src/core/agents/presets.ts';

const prompt = 'Do it.';

describe('the face of an agent', () => {
  const faces: [preset: string, first: string | undefined, again: string | undefined][] = [
    ['kiro', 'kiro-cli chat --v2 --agent necrocode Do it.', 'kiro-cli chat --v2 --agent necrocode --resume-id s-1'],
    ['kiro-v3', 'kiro-cli chat --v3 Do it.', 'kiro-cli chat --v3 Do it.'],
    ['claude', 'claude Do it.', 'claude --resume s-1'],
    ['codex', 'codex Do it.', 'codex resume s-1'],
    ['opencode', 'opencode --prompt Do it.', 'opencode --session s-1'],
    ['gemini', 'gemini --skip-trust -i Do it.', 'gemini --skip-trust -i Do it.'],
    ['copilot', 'copilot -i Do it.', 'copilot -i Do it.'],
    ['qwen', 'qwen -i Do it.', 'qwen -i Do it.'],
    ['goose', 'goose session', 'goose session'],
    ['cursor', 'cursor-agent Do it.', 'cursor-agent Do it.'],
    ['playbook', undefined, undefined],
  ];
  for (const [name, first, again] of faces) {
    it(`of ${name} is opened with the task, and in its conversation where that can be taken up`, () => {
      const line = (session: string | undefined) => terminalLineOf(presets[name]!, { prompt, session })?.join(' ');
      assert.deepEqual([line(undefined), line('s-1')], [first, again]);
    });
  }

  it('is opened afresh when what the agent calls its conversation reads like a flag', () => {
    const line = terminalLineOf(presets['codex']!, { prompt, session: '--yolo' });
    assert.deepEqual(line, ['codex', prompt]);
  });

  it('is known of every preset but the playbooks', () => {
    const faceless = Object.keys(presets).filter((name) => presets[name]?.terminal === undefined);
    assert.deepEqual(faceless, ['playbook']);
  });
});
