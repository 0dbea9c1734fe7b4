import assert from 'node:assert/strict';
import type { PullFile } from '../../../../src/core/model/panel-pull.ts';
import type { ToPull } from '../../../../src/core/model/panel-messages.ts';
import { takeMessage } from '../../../../src/webview/pull/model.ts';
import { isOpenByItself } from '../../../../src/webview/pull/open-files.ts';
import { chatPull, pullMessages } from '../../../support/panel-pull-fixtures.ts';

const [page, ...patches] = pullMessages(chatPull());
const take = (...messages: (ToPull | undefined)[]) =>
  messages.reduce<ReturnType<typeof takeMessage>>(
    (model, message) => (message === undefined ? model : takeMessage(model, message)),
    undefined,
  );

describe('what the page of a pull request knows', () => {
  it('keeps the texts of the diff as long as it is the same diff', () => {
    assert.ok(page?.kind === 'page');
    assert.equal(take(page, ...patches, page)?.patches.size, patches.length);
    const other: ToPull = { ...page, page: { ...page.page, diff_version: 2 } };
    assert.equal(take(page, ...patches, other)?.patches.size, 0);
    assert.equal(take(other, patches[0])?.patches.size, 0);
  });

  it('counts the answers to what was said', () => {
    const refused: ToPull = { kind: 'said', is_accepted: false };
    assert.deepEqual(take(page, refused, page)?.said, { count: 1, isAccepted: false });
  });
});

describe('the files that are open from the beginning', () => {
  const file = (path: string, insertions: number, status: PullFile['status'] = 'modified'): PullFile => ({
    ...{ path, status, insertions, deletions: 0 },
  });
  const check = (files: readonly PullFile[], expected: string[]) =>
    assert.deepEqual([...isOpenByItself(files)], expected);

  it('are the first ones, while there is not too much to be read', () => {
    check([file('a', 10), file('gone', 5, 'deleted'), file('large', 500), file('b', 20)], ['a', 'b']);
    check([file('a', 190), file('b', 190), file('c', 190), file('d', 1)], ['a', 'b']);
    assert.equal(isOpenByItself(Array.from({ length: 50 }, (_, n) => file(`${n}`, 1))).size, 12);
  });
});
