import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toldMark } from '../../../../src/extension/notices/told-until.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe('the mark of what a person was told', () => {
  it('is kept for each repository, for all windows and the next session', async () => {
    using folder = temporaryFolder();
    const shared = join(folder.path, 'global');
    assert.equal(await toldMark(shared, '/work/shop').byOthers(), 0);
    await toldMark(shared, '/work/shop').write(1234);
    await toldMark(shared, '/work/bank').write(5);
    assert.equal(await toldMark(shared, '/work/shop').byOthers(), 1234);
    assert.equal(await toldMark(shared, '/work/bank').byOthers(), 5);
  });

  it('holds back nothing that the window itself has still to tell', async () => {
    using folder = temporaryFolder();
    const [mine, other] = [toldMark(folder.path, '/work/shop'), toldMark(folder.path, '/work/shop')];
    await mine.write(100);
    assert.equal(await mine.byOthers(), 0);
    assert.equal(await other.byOthers(), 100);
    await other.write(200);
    assert.equal(await mine.byOthers(), 200);
  });

  it('goes only forward', async () => {
    using folder = temporaryFolder();
    await toldMark(folder.path, '/work/shop').write(200);
    await toldMark(folder.path, '/work/shop').write(100);
    assert.equal(await toldMark(folder.path, '/work/shop').byOthers(), 200);
  });

  it('is taken for none when it is damaged', async () => {
    using folder = temporaryFolder();
    await toldMark(folder.path, '/work/shop').write(1234);
    const [name = ''] = readdirSync(folder.path);
    writeFileSync(join(folder.path, name), '{"until":"soon"}');
    assert.equal(await toldMark(folder.path, '/work/shop').byOthers(), 0);
  });
});
