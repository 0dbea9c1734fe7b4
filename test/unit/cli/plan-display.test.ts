import assert from 'node:assert/strict';
import { openPlanDisplay } from '../../../src/cli/plan-display.ts';
import { widthOf } from '../../../src/cli/render/width.ts';
import type { PlanProgress } from '../../../src/core/necrocode.ts';
import { testSession, type SessionFields } from '../../support/session.ts';

const why = { en: 'it is there', ja: '利用できます' };
const steps: PlanProgress[] = [
  { kind: 'chosen', planner: 'agent', who: 'kiro\u001b[2J', why },
  { kind: 'taken_up', stage: 'requirements' },
  { kind: 'asked', stage: 'design' },
  { kind: 'working', stage: 'design', text: 'I look round.' },
  { kind: 'repairing', stage: 'design', round: 1, problems: ['a', 'b'] },
  { kind: 'finished', stage: 'design' },
  { kind: 'asked', stage: 'tasks' },
  { kind: 'writing', stage: 'tasks', characters: 1234 },
];

async function show(fields: SessionFields, isSilent = false) {
  const session = await testSession(fields);
  const display = openPlanDisplay(session, { isSilent });
  for (const step of steps) display.tell(step);
  display.ending();
  display[Symbol.dispose]();
  assert.equal(session.written(), '', 'The plan alone is the output.');
  return { text: session.writtenToError(), kept: display.kept() };
}

describe('the display of a planning', () => {
  it('writes a plain line for each step where there is no terminal', async () => {
    const { text, kept } = await show({});
    assert.deepEqual(text.split('\n'), [
      'Planned by the agent kiro: it is there.',
      '✓ requirements.md is taken up from a planning that was cut short.',
      'Working on the design…',
      'Mending the design: 2 problems.',
      '✓ design.md is done (0.0s).',
      'Working on the tasks…',
      'Ending the planning…',
      '',
    ]);
    assert.deepEqual(kept, ['requirements.md', 'design.md']);
  });

  it('speaks Japanese', async () => {
    const { text } = await show({ language: 'ja' });
    assert.match(text, /^エージェント kiro が計画します。理由: 利用できます。\n✓ requirements\.md は/);
  });

  it('shows nothing for JSON, and knows what is kept all the same', async () => {
    assert.deepEqual(await show({ isTTY: true, columns: 80 }, true), {
      text: '',
      kept: ['requirements.md', 'design.md'],
    });
  });

  it('keeps one line alive in a terminal, never wider than it, and takes it away in the end', async () => {
    const { text } = await show({ isTTY: true, columns: 30, isColoured: false });
    const frames = text.split('\u001b[?2026h').map((frame) => frame.replace(/\u001b\[\?\d+[hl]|\u001b\[0?J/g, ''));
    const live = frames.flatMap((frame) => frame.split('\n')).filter((line) => line.startsWith('●'));
    assert.ok(
      live.some((line) => line.startsWith('● design  mending')),
      text,
    );
    assert.ok(live.every((line) => widthOf(line) <= 30));
    assert.match(text, /\u001b\[0J\u001b\[\?2026l\u001b\[\?25h$/, 'Something is left below, or the cursor is gone.');
  });

  it('shows nothing at all for a planning that asks nobody', async () => {
    const session = await testSession({ isTTY: true, columns: 80 });
    openPlanDisplay(session, { isSilent: false })[Symbol.dispose]();
    assert.equal(session.writtenToError(), '');
  });
});
