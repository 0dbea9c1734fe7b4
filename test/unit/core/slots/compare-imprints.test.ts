import assert from 'node:assert/strict';
import { compareImprints } from '../../../../src/core/slots/compare-imprints.ts';
import type { FilePrint, Imprint } from '../../../../src/core/slots/imprint.ts';

const file = (text: string): FilePrint => ({
  digest: text,
  mode: 0o644,
  content: Buffer.from(text).toString('base64'),
});
const imprint = (files: Record<string, string>, refs: Record<string, string> = {}): Imprint => ({
  at: 0,
  files: Object.fromEntries(Object.entries(files).map(([name, text]) => [name, file(text)])),
  refs,
});

/** Each alteration as `kind name change`. */
function check(
  before: Imprint,
  after: Imprint,
  expected: string[],
  heads: string[] = [],
  moved: [string, string][] = [],
) {
  const found = compareImprints(before, after, { heads: new Set(heads), moved: new Map(moved) });
  assert.deepEqual(
    found.map(({ kind, name, change }) => `${kind} ${name} ${change}`),
    expected,
  );
}

describe('two imprints of a repository', () => {
  it('that are the same differ in nothing', () => {
    const same = imprint({ config: 'a', 'hooks/pre-push': 'b' }, { 'refs/heads/main': '1' });
    check(same, same, []);
  });

  it('differ by what was made, changed and deleted, files before refs', () => {
    check(
      imprint(
        { config: 'a', 'hooks/old': 'x', 'info/attributes': 'y' },
        { 'refs/heads/main': '1', 'refs/tags/v1': '2' },
      ),
      imprint({ config: 'b', 'hooks/new': 'x', 'info/attributes': 'y' }, { 'refs/heads/main': '3', 'refs/stash': '4' }),
      [
        'config config changed',
        'hook hooks/new created',
        'hook hooks/old deleted',
        'ref refs/heads/main changed',
        'ref refs/stash created',
        'ref refs/tags/v1 deleted',
      ],
    );
  });

  it('do not tell what NecroCode hides from git, and tell every other exclude', () => {
    const before = imprint({ 'info/exclude': '# git\n*.log\n' });
    check(before, imprint({ 'info/exclude': '# git\n*.log\n/.kiro/registry/\n' }), []);
    check(imprint({}), imprint({ 'info/exclude': '/.kiro/registry/\n' }), []);
    check(before, imprint({ 'info/exclude': '# git\n*.log\nsrc/\n' }), ['info info/exclude changed']);
    check(before, imprint({ 'info/exclude': '# git\n/.kiro/registry/\n' }), ['info info/exclude changed']);
    check(before, imprint({}), ['info info/exclude deleted']);
  });

  it('do not tell a ref that the user has gone to, or that we have moved', () => {
    const [before, after] = [imprint({}, { 'refs/heads/main': '1' }), imprint({}, { 'refs/heads/main': '2' })];
    check(before, after, [], ['2']);
    check(before, after, [], [], [['refs/heads/main', '2']]);
    check(before, after, ['ref refs/heads/main changed'], ['1'], [['refs/heads/main', '3']]);
    check(before, imprint({}), ['ref refs/heads/main deleted'], ['1', '2']);
  });
});
