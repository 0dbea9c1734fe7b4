import assert from 'node:assert/strict';
import { finish, testRun } from '../../support/runs.ts';

describe('the editor’s settings', () => {
  it('reach the controller, whose complaints name them', async () => {
    await using run = await testRun();
    run.settings({});
    const controller = run.start('controller');
    controller.stdin?.end(JSON.stringify({ secrets: [], settings: { workers: 0 } }));
    const { status, stderr } = await finish(controller);
    assert.equal(status, 1);
    assert.match(stderr, /Expected `workers` to be 1 to 64 or `auto`, got 0 \(editor settings\)\./);
  });
});
