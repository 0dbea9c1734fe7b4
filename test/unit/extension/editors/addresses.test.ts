import assert from 'node:assert/strict';
import {
  addressOfArtifact,
  addressOfGitFile,
  addressOfLog,
  parseGitFile,
  parseTarget,
  type GitFile,
} from '../../../../src/extension/editors/addresses.ts';

const file: GitFile = {
  repository: '/work/my shop',
  commit: 'a'.repeat(40),
  file: 'src/a #1.ts',
  side: 'after',
  pull: 3,
};
const attempt = { repository: '/work/my shop', spec_id: 'chat', task_id: '2.1', attempt: 2 };

describe('addresses of documents', () => {
  it('tell what they are of', () => {
    assert.deepEqual(parseGitFile(addressOfGitFile(file)), file);
    assert.deepEqual(parseTarget(addressOfLog(attempt)), attempt);
    assert.deepEqual(parseTarget(addressOfArtifact({ ...attempt, name: 'a/b.json' })), {
      ...attempt,
      name: 'a/b.json',
    });
  });

  it('are the same for the same file, whoever asks', () => {
    const { pull, side, ...rest } = file;
    assert.deepEqual(addressOfGitFile({ side, ...rest, pull: pull! }), addressOfGitFile(file));
  });

  it('end like the file, so that the editor knows its language', () => {
    assert.equal(addressOfGitFile(file).path, '/src/a #1.ts');
    assert.match(addressOfLog(attempt).path, /\.log$/);
    assert.match(addressOfArtifact({ ...attempt, name: 'diff.patch' }).path, /\.patch$/);
  });

  it('mean nothing when they were made by somebody else', () => {
    assert.equal(parseGitFile({ scheme: 'file', query: addressOfGitFile(file).query }), undefined);
    for (const query of ['', '{', '[]', '{"repository":1}']) {
      assert.equal(parseGitFile({ scheme: 'necrocode-git', query }), undefined);
      assert.equal(parseTarget({ query }), undefined);
    }
  });
});
