import assert from 'node:assert/strict';
import { asideOf, createRecorder } from '../../../../src/core/agents/recorder.ts';
import type { AgentContext } from '../../../../src/core/agents/driver.ts';
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
  it('keeps standard error apart, and leaves no line open at the end of a turn', () => {
    let text = '';
    const recorder = createRecorder({ onOutput: (chunk) => (text += chunk), onUsage: () => {} });
    recorder.record([
      { kind: 'text', text: 'I wri' },
      ...asideOf('warn: x '),
      ...asideOf(' '),
      { kind: 'text', text: 'te.' },
    ]);
    recorder.settle();
    recorder.settle();
    assert.equal(text, 'I wri\n[stderr] warn: x\nte.\n');
  });
  it('tells what is said beside the work, since that alone is no sign of life', () => {
    const asides: string[] = [];
    const onOutput: AgentContext['onOutput'] = (chunk, _stream, about) => about?.isAside === true && asides.push(chunk);
    const recorder = createRecorder({ onOutput, onUsage: () => {} });
    recorder.record([
      ...asideOf('warn: x'),
      { kind: 'text', text: 'I write.\n' },
      { kind: 'failed', report: { message: 'Reconnecting...' } },
      { kind: 'step', text: '[tool] x' },
    ]);
    assert.deepEqual(asides, ['[stderr] warn: x\n', '[failed] Reconnecting...\n']);
  });
  it('passes totals on as what was added since', () =>
    check([total({ credits: 0.25 }), total({ credits: 0.75 }), total({ credits: 0.75 })], {
      usage: [{ credits: 0.25 }, { credits: 0.5 }],
    }));
  it('takes a smaller total for a count that began anew', () =>
    check([total({ cost_usd: 2 }), total({ cost_usd: 0.5 })], { usage: [{ cost_usd: 2 }, { cost_usd: 0.5 }] }));
  it('takes a total for one of a new conversation when that was said, however large it is', () => {
    const usage: Usage[] = [];
    const recorder = createRecorder({ onOutput: () => {}, onUsage: (more) => usage.push(more) });
    recorder.record([total({ cost_usd: 1 })]);
    recorder.beginAnew();
    recorder.record([total({ cost_usd: 3 })]);
    assert.deepEqual(usage, [{ cost_usd: 1 }, { cost_usd: 3 }]);
  });
  it('counts on from where an earlier attempt has left the conversation', () => {
    const usage: Usage[] = [];
    const recorder = createRecorder({ onOutput: () => {}, onUsage: (more) => usage.push(more) });
    recorder.beginAnew({ session: 'one', counted: { credits: 0.75 } });
    recorder.record([total({ credits: 0.75 }), total({ credits: 1 })]);
    assert.deepEqual(usage, [{ credits: 0.25 }]);
    assert.deepEqual([recorder.sessionId(), recorder.counted()], ['one', { credits: 1 }]);
  });
  it('knows whether the agent has begun to work, which its errors and its own notes do not tell', () => {
    const recorder = createRecorder({ onOutput: () => {}, onUsage: () => {} });
    const hasBegun = (...events: AgentEvent[]) => {
      const turn = recorder.begin();
      recorder.record(events);
      return turn.hasBegun;
    };
    const gone: AgentEvent = { kind: 'failed', report: { message: 'No conversation found' } };
    const note: AgentEvent = { kind: 'step', text: 'No conversation found' };
    assert.equal(hasBegun({ kind: 'session', id: 'one' }, total({ cost_usd: 0 }), gone, note), false);
    assert.equal(hasBegun({ kind: 'text', text: 'I' }), true);
    assert.equal(hasBegun(total({ cost_usd: 0.1 })), true);
  });
  it('keeps the newest id of the conversation, and none that reads like a flag', () => {
    const recorder = createRecorder({ onOutput: () => {}, onUsage: () => {} });
    for (const id of ['one', 'two', '--yolo', '']) recorder.record([{ kind: 'session', id }]);
    assert.equal(recorder.sessionId(), 'two');
  });
  it('never makes a number of one that was not told', () => check([total({})], { usage: [] }));
});
