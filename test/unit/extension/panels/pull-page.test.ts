import assert from 'node:assert/strict';
import { splitDiff } from '../../../../src/core/model/diff-files.ts';
import { toPullSchema } from '../../../../src/core/model/panel-messages.ts';
import type { ShownPull } from '../../../../src/core/necrocode.ts';
import { viewPullPage } from '../../../../src/extension/panels/pull-page.ts';
import { pullWords } from '../../../../src/extension/panels/pull-words.ts';
import { node, story, type Story } from '../../../support/builders.ts';
import { japanese } from '../../../support/l10n.ts';
import { chatPull, diff } from '../../../support/panel-pull-fixtures.ts';

const place = {
  ...{ repository: '/r', repository_name: 'r', number: 1, presence: 'present' as const, is_trusted: true },
};

function view(fields: Partial<ShownPull> = {}, { state }: Story = story([node('2.2')], { spec_id: 'chat-app' })) {
  const pull = chatPull('en', fields);
  const known = { pull, state, artifacts: [], files: splitDiff(diff), diff_version: 1, problem: undefined };
  return viewPullPage({ ...place, number: pull.number }, known);
}

describe('what the page of a pull request is shown', () => {
  it('is plain and short where it is a line, and Markdown where it is a text', () => {
    const { title, body, findings } = view({
      title: `a\u202eb\n${'long '.repeat(1000)}`,
      body: '<!-- necrocode:chat/1 -->\n# Title\n\n<!-- necrocode:end -->\ntext <!-- stays --> here',
      findings: [{ kind: 'secret', severity: 'blocking', message: 'a\u001b[31mb' }],
    });
    assert.doesNotMatch(title, /[\u202e\n]/);
    assert.ok(title.length <= 300);
    assert.equal(body, '# Title\n\n\ntext <!-- stays --> here');
    assert.doesNotMatch(findings[0]?.message ?? '', /\u001b/);
  });

  it('holds the files without their texts, and at most as many as can be looked at', () => {
    const { files, files_hidden } = view();
    assert.deepEqual(
      files?.map(({ path, status }) => `${path} ${status}`),
      [
        ...['src/server/session.ts added', 'src/server/routes.ts modified', 'package.json modified'],
        ...['docs/old.md deleted', 'logo.png added'],
      ],
    );
    assert.equal(files_hidden, 0);
    assert.equal(
      files?.some((file) => 'text' in file),
      false,
    );
  });

  it('says who merges it', () => {
    const nodes = [node('1')];
    const mergingOf = (delivery: 'integration' | 'direct') => {
      const chat = story(nodes, { run: { delivery } }).ready('1').review('1', 1);
      return view({ number: 1, spec_id: 'chat', task_id: '1' }, chat).merging;
    };
    assert.equal(mergingOf('direct'), 'person');
    assert.equal(mergingOf('integration'), 'train');
    assert.equal(view({ state: 'merged' }).merging, 'none');
  });

  it('is a message that the page understands, with or without anything known', () => {
    for (const page of [view(), viewPullPage({ ...place, presence: 'absent' }, undefined)]) {
      const message = { kind: 'page', language: 'ja', words: pullWords(japanese()), page };
      assert.deepEqual(toPullSchema.safeParse(message).error, undefined);
    }
  });
});
