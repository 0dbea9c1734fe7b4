import assert from 'node:assert/strict';
import { locate } from '../../../../src/core/necrocode.ts';
import { readTaskset } from '../../../../src/core/necrocode/read-taskset.ts';
import { testRepository, writeFiles } from '../../../support/repository.ts';

describe('the plan of a spec that was never planned', () => {
  const refusals: [named: string, hint: RegExp][] = [
    ['caht', /^Did you mean chat\?$/],
    ['shop', /necrocode plan "what to build" --spec shop/],
  ];
  for (const [named, hint] of refusals) {
    it(`is refused with the way out: ${named}`, async () => {
      using repository = testRepository();
      writeFiles(repository.mainWorktree, { '.kiro/tasks/chat/tasks.json': '{}', '.kiro/tasks/notes.md': '' });
      const place = await locate(repository.mainWorktree);
      await assert.rejects(readTaskset(place, named), {
        name: 'UserError',
        message: `There is no spec "${named}".`,
        hint,
      });
    });
  }
});
