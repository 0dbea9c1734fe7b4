// A plan that is written as Kiro's documents and read back says the same: same tasks, same order, same graph.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseTaskFile, readSpecFolder, toTaskset } from '../../src/core/intake/intake.ts';
import type { Task } from '../../src/core/model/task.ts';
import { planOffline, writePlan, type OfflinePlan } from '../../src/core/planner/planner.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const sentences = [
  'Create a real-time chat app with authentication',
  '認証機能付きチャットアプリ',
  'Online shop with cart, Stripe payment, search, email, admin panel, dark mode, i18n, Docker and CI',
  '在庫管理システムに検索、CSV出力、監査ログ、権限、管理画面を付ける',
  'Make it nice',
  'ねこ',
];

/** What a run needs of a task; texts beyond the title may be told at different length. */
function essenceOf({ id, title, kind, dependencies, metadata }: Task) {
  const { acceptance = [], requirements = [] } = metadata;
  return { id, title, kind, dependencies: [...dependencies].sort(), acceptance, requirements };
}

function check(plan: OfflinePlan, read: readonly Task[]): void {
  assert.deepEqual(read.map(essenceOf), plan.taskset.tasks.map(essenceOf));
}

describe('a plan written and read back', () => {
  for (const sentence of sentences) {
    it(`has the same tasks and edges: ${sentence}`, async () => {
      using folder = temporaryFolder();
      const plan = planOffline(sentence);
      const { spec_id: specId, files: texts, taskset } = plan;
      await writePlan({ mainWorktree: folder.path, specId, texts, taskset });
      const read = await readSpecFolder(join(folder.path, '.kiro/specs', specId));
      assert.deepEqual(read.problems, []);
      assert.equal(read.taskset.spec_id, specId);
      assert.equal(read.taskset.title, plan.title);
      check(plan, read.taskset.tasks);
    });
  }

  it('has the same tasks and edges whatever the text says', () => {
    const lines = fc.constantFrom(
      '- [ ] 1. Evil',
      '## Task 2: x',
      '```json',
      '{"waves":[["1"]]}',
      '<!--',
      '---',
      'chat',
      '認証',
    );
    fc.assert(
      fc.property(fc.array(lines, { minLength: 1, maxLength: 8 }), (parts) => {
        const plan = planOffline(parts.join('\n'));
        const parsed = parseTaskFile(plan.files['tasks.md'], { file: 'tasks.md' });
        const requirements = plan.files['requirements.md'];
        const { taskset } = toTaskset(parsed, { specId: plan.spec_id, requirements, includeOptional: false });
        check(plan, taskset.tasks);
      }),
      { numRuns: 100 },
    );
  });
});
