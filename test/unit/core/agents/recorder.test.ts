import assert from 'node:assert/strict';
import { createRecorder } from '../../../../src/core/agents/recorder.ts';
import type { AgentEvent } from '../../../../src/core/agents/agent-event.ts';
import type { Usage } from '../../../../src/core/model/evidence.ts';

function check(events: readonly AgentEvent[], expected: { text?: string; usage?: readonly Usage[] }) {
  let text = '';
  const usage: Usage[] = [];
  const recorder = createRecorder({ onOutput: (chunk) => (text += chunk), onUsage: (more) => usage.push(more) });
  recorder.begin();
  recorder.record(events);
  if (expected.text !== undefined) assert.equal(text, expected.text);
  if (expected.usage !== undefined) assert.deepEqual(usage, expected.usage);
}

const total = (usage: Usage): AgentEvent => ({ kind: 'spent', counts: 'total', usage });

describe('the record of an agent', () => {
  it('lets pieces of text flow and gives everything else a line of its own', () =>
    check(
      [
        { kind: 'thought', text: 'Hm' },
        { kind: 'thought', text: ' …' },
        { kind: 'text', text: 'I ' },
        { kind: 'text', text: 'write.' },
        { kind: 'step', text: '[tool] x' },
        { kind: 'step', text: '[tool done] x' },
        { kind: 'text', text: 'Done.' },
        { kind: 'denied', what: 'y' },
      ],
      { text: '[thinking] Hm …\nI write.\n[tool] x\n[tool done] x\nDone.\n[denied] y\n' },
    ));
  it('passes totals on as what was added since', () =>
    check([total({ credits: 0.25 }), total({ credits: 0.75 }), total({ credits: 0.75 })], {
      usage: [{ credits: 0.25 }, { credits: 0.5 }],
    }));
  it('takes a smaller total for a count that began anew', () =>
    check([total({ cost_usd: 2 }), total({ cost_usd: 0.5 })], { usage: [{ cost_usd: 2 }, { cost_usd: 0.5 }] }));
  it('never makes a number of one that was not told', () => check([total({})], { usage: [] }));
});
