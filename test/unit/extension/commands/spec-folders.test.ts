import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Place } from '../../../../src/core/necrocode.ts';
import { findKiroSpecs, findSpecFolders } from '../../../../src/extension/commands/spec-folders.ts';
import { writeFiles } from '../../../support/repository.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const found = async (mainWorktree: string) => findSpecFolders({ place: { mainWorktree } as Place });

describe('the specs that can be planned from', () => {
  it('are those of every tool, and only those with tasks', async () => {
    using folder = temporaryFolder();
    writeFiles(folder.path, {
      '.kiro/specs/chat/tasks.md': '',
      '.kiro/specs/only-an-idea/requirements.md': '',
      'specs/001-login/tasks.md': '',
      'openspec/changes/add-tags/tasks.md': '',
      '.taskmaster/tasks/tasks.json': '{}',
      'docs/specs/other/tasks.md': '',
      'specs/notes.md': '',
    });
    const specs = await found(folder.path);
    assert.deepEqual(
      specs.map(({ shown }) => shown),
      ['.kiro/specs/chat', '.taskmaster/tasks/tasks.json', 'openspec/changes/add-tags', 'specs/001-login'],
    );
    assert.equal(specs[0]?.path, join(folder.path, '.kiro/specs/chat'));
    assert.deepEqual(await findKiroSpecs({ place: { mainWorktree: folder.path } as Place }), ['chat']);
  });

  it('are none where no tool has written any', async () => {
    using folder = temporaryFolder();
    assert.deepEqual(await found(folder.path), []);
  });
});
