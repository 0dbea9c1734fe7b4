import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readPlan, savePlan } from '../../../../src/core/artifacts/artifacts.ts';
import { UserError } from '../../../../src/core/base/errors.ts';
import { tasksetSchema } from '../../../../src/core/model/task.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const plan = tasksetSchema.parse({
  taskset_version: 2,
  spec_id: 'chat',
  title: 'チャット',
  tasks: [{ id: '1', title: 'Schema', own_field: { kept: true }, metadata: { acceptance: ['works'] } }],
});

describe('plans', () => {
  it('gives back the plan that was kept, unknown fields included', async () => {
    using registry = temporaryFolder();
    const sha256 = await savePlan(registry.path, plan);
    assert.deepEqual(await readPlan(registry.path, 'chat', 2, sha256), plan);
  });

  it('keeps the same plan once, and refuses another one of the same version', async () => {
    using registry = temporaryFolder();
    const sha256 = await savePlan(registry.path, plan);
    assert.equal(await savePlan(registry.path, plan), sha256);
    const path = join(registry.path, 'plans', 'chat', '2.json');
    const before = await readFile(path);
    await assert.rejects(savePlan(registry.path, { ...plan, title: 'other' }), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.hint ?? '', /taskset_version.* to 3/);
      return true;
    });
    assert.deepEqual(await readFile(path), before);
  });

  it('does not read a plan that is gone or was changed', async () => {
    using registry = temporaryFolder();
    const sha256 = await savePlan(registry.path, plan);
    const path = join(registry.path, 'plans', 'chat', '2.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace('Schema', 'Schemas'));
    await assert.rejects(readPlan(registry.path, 'chat', 2, sha256), /was changed/);
    await rm(path);
    await assert.rejects(readPlan(registry.path, 'chat', 2, sha256), /is gone/);
  });

  it('does not leave its folder by the name of a spec', async () => {
    using registry = temporaryFolder();
    await assert.rejects(readPlan(registry.path, '../../etc', 1, 'a'.repeat(64)));
    await assert.rejects(savePlan(registry.path, { ...plan, spec_id: '../up' }));
  });
});
