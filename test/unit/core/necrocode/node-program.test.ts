import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { findNode } from '../../../../src/core/necrocode/node-program.ts';
import { writeFiles } from '../../../support/repository.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** Answers `-p process.versions.node` as an editor that may be Node, one that may not, and Nodes of two ages do. */
const scripts = {
  editor: '[ "$ELECTRON_RUN_AS_NODE" = 1 ] && echo 24.1.0',
  'fused-editor': 'echo "Warning: -p is not in the list of known options."',
  'new/node': '[ -z "$ELECTRON_RUN_AS_NODE" ] && echo 22.0.0',
  'old/node': 'echo 20.20.2',
};

describe('the Node that runs our programs', () => {
  const check = (title: string, { editor, path }: { editor: string; path: string }, expected: string) =>
    it(title, async () => {
      using folder = temporaryFolder();
      for (const [name, script] of Object.entries(scripts)) {
        writeFiles(folder.path, { [name]: `#!/bin/sh\n${script}\n` });
        chmodSync(join(folder.path, name), 0o755);
      }
      const running = {
        execPath: join(folder.path, editor),
        electron: '39.0.0',
        env: { PATH: join(folder.path, path) },
      };
      const told = await findNode(running).then(
        ({ file, env }) => `${file.replace(`${folder.path}/`, '')} ${JSON.stringify(env)}`,
        (error: Error) => error.message,
      );
      assert.equal(told, expected);
    });

  check('is the editor’s own', { editor: 'editor', path: 'new' }, 'editor {"ELECTRON_RUN_AS_NODE":"1"}');
  check('is the one on the PATH where the editor’s own is no Node', { editor: 'fused-editor', path: 'new' }, 'node {}');
  check('is the one on the PATH where the editor cannot be started', { editor: 'nothing', path: 'new' }, 'node {}');
  check(
    'is asked for where the one on the PATH is too old',
    { editor: 'fused-editor', path: 'old' },
    'NecroCode needs Node 22 or newer, and this editor brings none that it may use.',
  );

  it('is the one that runs us, outside of an editor, and nothing is started to find that out', async () => {
    const running = { execPath: '/nowhere/node', electron: undefined, env: {} };
    assert.deepEqual(await findNode(running), { file: '/nowhere/node', env: {} });
  });
});
