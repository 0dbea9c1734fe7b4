import assert from 'node:assert/strict';
import { createStartPace } from '../../../../src/core/pools/pools.ts';
import { assignmentSchema } from '../../../../src/core/model/spirit.ts';
import { presets } from '../../../../src/core/agents/presets.ts';
import { plainAssignment } from '../runner/plain-assignment.ts';

interface Start {
  at: number;
  program: string;
  gapMs?: number;
  type?: 'issue_assignment' | 'tree_verification';
  is_attended?: true;
}

/** Books the starts in order, and looks when each of them may be. */
function check(starts: readonly Start[], expected: readonly number[]) {
  const pace = createStartPace();
  const moments = starts.map(({ at, program, gapMs, type = 'issue_assignment', is_attended }) => {
    const agent = { name: 'a', driver: 'acp', argv: [program, 'acp'], start_gap_ms: gapMs };
    return pace.book(assignmentSchema.parse(plainAssignment({ agent, is_attended }, { type })), at);
  });
  assert.deepEqual(moments, expected);
}

const kiro = { program: 'kiro-cli', gapMs: 1500 };

describe('the pace of starts', () => {
  it('keeps starts of the same program apart, wherever that lies', () =>
    check(
      [
        { at: 100, ...kiro },
        { at: 100, ...kiro },
        { at: 200, ...kiro, program: '/opt/bin/kiro-cli' },
        { at: 9000, ...kiro },
      ],
      [100, 1600, 3100, 9000],
    ));
  it('lets other programs begin at once, and those that want no gap', () =>
    check(
      [
        { at: 0, ...kiro },
        { at: 0, program: 'opencode', gapMs: 1500 },
        { at: 0, program: 'my-agent' },
        { at: 0, program: 'my-agent', gapMs: 0 },
      ],
      [0, 0, 0, 0],
    ));
  it('books nothing for an attempt that starts no agent', () =>
    check(
      [
        { at: 0, ...kiro, is_attended: true },
        { at: 0, ...kiro, type: 'tree_verification' },
        { at: 0, ...kiro },
      ],
      [0, 0, 0],
    ));
  it('is asked for by every way of starting Kiro, and by no other agent', () => {
    const slow = Object.keys(presets).filter((name) => presets[name]?.start_gap_ms !== undefined);
    assert.deepEqual(slow, ['kiro', 'kiro-v3', 'kiro-headless']);
  });
});
