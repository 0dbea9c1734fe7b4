import assert from 'node:assert/strict';
import { createCallBook } from '../../../../../src/core/agents/acp/call-book.ts';
import { eventsOfAnswer, eventsOfUpdate } from '../../../../../src/core/agents/acp/updates.ts';

/** Each frame of one call, as the agents were seen to send them; what is shown of it. */
function check(frames: readonly Record<string, unknown>[], expected: readonly string[]) {
  const book = createCallBook();
  const shown = frames.flatMap((frame) => {
    const update = { sessionUpdate: 'tool_call_update', toolCallId: 'call_1', ...frame };
    return eventsOfUpdate({ ...update, ...book.add('s', update) });
  });
  assert.deepEqual(
    shown.map((event) => (event.kind === 'step' ? event.text : event.kind)),
    expected,
  );
}

describe('a tool call in the transcript', () => {
  it('of opencode begins with its name and ends with its exit status', () =>
    check(
      [
        { sessionUpdate: 'tool_call', title: 'bash', kind: 'execute', status: 'pending', rawInput: { cwd: '/w' } },
        { title: 'echo hello > out.txt', status: 'in_progress', rawInput: { command: 'echo hello > out.txt' } },
        {
          status: 'completed',
          content: [{ type: 'content', content: { type: 'text', text: '(no output)' } }],
          rawOutput: { output: '', metadata: { exit: 0, truncated: false } },
        },
      ],
      ['[tool] execute: bash', '[tool done] echo hello > out.txt (exit 0)\n  (no output)'],
    ));
  it('of gemini may begin with its end', () =>
    check([{ title: 'echo hi', status: 'completed', kind: 'execute' }], ['[tool done] echo hi']));
  it('of copilot tells its exit status among its contents', () =>
    check(
      [
        {
          sessionUpdate: 'tool_call',
          title: 'Run',
          kind: 'execute',
          status: 'pending',
          rawInput: { command: 'exit 3' },
        },
        { status: 'completed', rawOutput: { contents: [{ type: 'shell_exit', shellId: '0', exitCode: 3 }] } },
      ],
      ['[tool] execute: Run exit 3', '[tool done] Run (exit 3)'],
    ));
  it('of codex tells its exit status beside the call', () =>
    check(
      [
        {
          ...{ sessionUpdate: 'tool_call', name: 'exec_command', kind: 'execute', status: 'in_progress' },
          ...{ content: [{ type: 'terminal', terminalId: 'call_1' }], rawInput: { command: 'ls', cwd: '/w' } },
        },
        { status: 'completed', _meta: { terminal_exit: { exit_code: 0, signal: null } } },
      ],
      ['[tool] execute: ls', '[tool done] (exit 0)'],
    ));
  it('of claude is silent until it has a title', () =>
    check(
      [
        { sessionUpdate: 'tool_call', title: '', rawInput: {}, status: 'pending' },
        { title: 'Write out.txt', kind: 'edit', rawInput: { file_path: 'out.txt' } },
        { status: 'completed', content: [{ type: 'diff', path: 'out.txt', newText: 'x' }] },
      ],
      ['[tool done] Write out.txt\n  changed out.txt'],
    ));
  it('with a status that nobody knows is no end', () => check([{ title: 'x', status: 'paused' }], []));
  it('shows the beginning and the end of a long output', () => {
    const text = `${'a'.repeat(5000)}${'z'.repeat(5000)}`;
    const [event] = eventsOfUpdate({
      ...{ sessionUpdate: 'tool_call_update', toolCallId: '1', status: 'completed' },
      ...{ content: [{ type: 'content', content: { type: 'text', text } }] },
    });
    assert.match(event?.kind === 'step' ? event.text : '', /a\n {2}\[… 8000 characters left out …\]\n {2}z/);
  });
});

describe('the other updates of an agent', () => {
  const cases: readonly [update: { sessionUpdate: string } & Record<string, unknown>, expected: unknown[]][] = [
    [
      {
        sessionUpdate: 'plan',
        entries: [
          { content: 'Read', status: 'completed' },
          { content: 'Write', status: 'in_progress' },
        ],
      },
      [{ kind: 'step', text: '[plan]\n  [x] Read\n  [~] Write' }],
    ],
    [
      { sessionUpdate: 'usage_update', used: 21, size: 1_000_000, cost: { amount: 0.000369, currency: 'USD' } },
      [{ kind: 'spent', counts: 'total', usage: { cost_usd: 0.000369 } }],
    ],
    [{ sessionUpdate: 'usage_update', used: 21, size: 100, cost: { amount: 2, currency: 'EUR' } }, []],
    [{ sessionUpdate: 'usage_update', used: 0, size: 100, cost: { amount: 0, currency: 'USD' } }, []],
    [{ sessionUpdate: 'agent_message_chunk', content: { type: 'image', data: '…' } }, []],
    [{ sessionUpdate: 'session_info_update', _meta: { kiro: { kind: 'turn_end' } } }, []],
    [{ sessionUpdate: 'never_seen', content: 3 }, []],
  ];
  for (const [update, expected] of cases) {
    it(`are read: ${JSON.stringify(update).slice(0, 80)}`, () => assert.deepEqual(eventsOfUpdate(update), expected));
  }
});

describe('the usage of a turn', () => {
  const spent = (usage: object) => [{ kind: 'spent', counts: 'more', usage }];
  const cases: readonly [answer: unknown, expected: unknown[]][] = [
    [
      { stopReason: 'end_turn', usage: { inputTokens: 11, outputTokens: 7, totalTokens: 18 } },
      spent({ input_tokens: 11, output_tokens: 7 }),
    ],
    [{ stopReason: 'end_turn', _meta: { quota: { token_count: { input_tokens: 5 } } } }, spent({ input_tokens: 5 })],
    [{ usage: { inputTokens: 11, outputTokens: 0 } }, spent({ input_tokens: 11, output_tokens: 0 })],
    [{ usage: { outputTokens: 7 } }, spent({ output_tokens: 7 })],
    [{ stopReason: 'end_turn', usage: { inputTokens: 0, outputTokens: 0, totalTokens: 0 } }, []],
    [{ usage: { inputTokens: 0, outputTokens: 7 } }, []],
    [{ _meta: { quota: { token_count: { input_tokens: 0, output_tokens: 0 } } } }, []],
    [{ stopReason: 'end_turn' }, []],
    [undefined, []],
  ];
  for (const [answer, expected] of cases) {
    it(`is what the agent says: ${JSON.stringify(answer)}`, () => assert.deepEqual(eventsOfAnswer(answer), expected));
  }
});
