import assert from 'node:assert/strict';
import type { PlanOutcome } from '../../../../src/core/necrocode.ts';
import { describePlan, describeProgress } from '../../../../src/extension/commands/plan-words.ts';
import { english, japanese } from '../../../support/l10n.ts';

const words = { l10n: english, language: 'en' } as const;

function outcome(fields: { version?: number; changed?: string[]; notes?: string[]; problems?: number } = {}) {
  const { version = 1, changed = [], notes = [], problems = 0 } = fields;
  const tasks = ['1', '2', '3'].map((id) => ({ id }));
  const problem = { file: 'tasks.md', line: 3, message: 'What is this?' };
  return {
    ...{ spec_id: 'chat', taskset: { taskset_version: version, tasks }, notes },
    difference: { added: [], changed, removed: ['4'] },
    problems: Array.from({ length: problems }, () => problem),
  } as unknown as PlanOutcome;
}

describe('a planning', () => {
  it('says on its way who plans, what is written, and how far it is', () => {
    const why = { en: 'no key is set', ja: 'キーがありません' };
    const told = [
      { kind: 'chosen', planner: 'agent', who: 'kiro', why } as const,
      { kind: 'asked', stage: 'requirements' } as const,
      { kind: 'writing', stage: 'design', characters: 1200 } as const,
      { kind: 'finished', stage: 'tasks' } as const,
    ];
    assert.deepEqual(
      told.map((one) => describeProgress(one, words)),
      ['kiro plans: no key is set', 'Requirements…', 'Design: 1200 characters', 'Tasks: written'],
    );
    assert.equal(
      describeProgress(told[0]!, { l10n: japanese(), language: 'ja' }),
      'kiro が計画しています: キーがありません',
    );
  });

  it('lets nothing that an agent says be a link', () => {
    const working = { kind: 'working', stage: 'tasks', text: 'see [this](command:evil)' } as const;
    assert.equal(describeProgress(working, words), 'Tasks: see [this] (command:evil)');
  });

  it('says at its end how long the work would take', () => {
    const forecast = { workers: 3, makespan_ms: 5_400_000 } as const;
    assert.equal(
      describePlan(outcome(), forecast as Parameters<typeof describePlan>[1], english),
      'chat is planned: 3 tasks. About 1h 30m with 3 workers.',
    );
    assert.equal(describePlan(outcome(), undefined, english), 'chat is planned: 3 tasks.');
  });

  it('says what has changed when it is not the first, what could not be read, and what the planner notes', () => {
    const later = outcome({ version: 2, changed: ['2', '3'], notes: ['Nothing is said of tests.'], problems: 1 });
    assert.equal(
      describePlan(later, undefined, english),
      'chat is planned: 3 tasks. 0 are new, 2 changed, 1 gone. One line could not be read as it was meant. Nothing is said of tests.',
    );
  });
});
