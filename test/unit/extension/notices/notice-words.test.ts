import assert from 'node:assert/strict';
import type { Group, Notice } from '../../../../src/extension/notices/notice.ts';
import { labelOf, messageOf } from '../../../../src/extension/notices/notice-words.ts';
import { english, japanese } from '../../../support/l10n.ts';

const at = { at: 0, spec_id: 'chat' };
const one: { [Kind in Notice['kind']]: Extract<Notice, { kind: Kind }> } = {
  pull_ready: { ...at, kind: 'pull_ready', number: 7, head: 'a', title: 'Hull', is_final: false, is_changed: false },
  person_awaited: { ...at, kind: 'person_awaited', task_id: '2', title: 'Mast', isRefused: false },
  task_failed: { ...at, kind: 'task_failed', task_id: '2', title: 'Mast', failure: 'verify_failed', message: 'exit 1' },
  run_ended: { ...at, kind: 'run_ended', outcome: 'completed', done: 3, total: 3, final_pr: 9 },
  agent_rests: { ...at, kind: 'agent_rests', agent: 'kiro', until: 0 },
  repository_altered: { ...at, kind: 'repository_altered', names: ['HEAD'] },
  conflict: { ...at, kind: 'conflict', task_id: '2', title: 'Mast' },
  merge_held: {
    ...at,
    kind: 'merge_held',
    number: 7,
    title: 'Hull',
    reason: 'At least 1 approving review is required.',
  },
  forge_lost: { ...at, kind: 'forge_lost', reason: 'GitHub does not accept the sign-in any more.' },
  pull_opened: { ...at, kind: 'pull_opened', number: 7, title: 'Hull' },
};
const all = Object.values(one);
const groupOf = (notice: Notice, count = 1): Group => ({
  kind: notice.kind,
  notices: [notice, ...Array.from({ length: count - 1 }, () => notice)],
});

describe('a message', () => {
  it('names the one thing that it is about, and offers what can be done', () => {
    const { level, text, buttons } = messageOf(groupOf(one.pull_ready), english);
    assert.equal(`${level}: ${text}`, 'info: Pull request #7 is ready: Hull');
    assert.deepEqual(
      buttons.map((button) => labelOf(button, english)),
      ['Review', 'Merge', 'Later'],
    );
    assert.deepEqual(messageOf(groupOf(one.task_failed), english), {
      level: 'error',
      text: 'Task 2 Mast needs you: verification failed. exit 1',
      buttons: ['open_log', 'retry', 'open_task'],
    });
  });

  it('tells of a run’s end, and of the pull request that comes of it', () => {
    assert.deepEqual(messageOf(groupOf(one.run_ended), english), {
      level: 'info',
      text: 'chat is done: 3 of 3 tasks. Pull request #9 waits for you.',
      buttons: ['review', 'merge', 'later'],
    });
    const failed = messageOf(groupOf({ ...at, kind: 'run_ended', outcome: 'failed', done: 1, total: 3 }), english);
    assert.equal(
      `${failed.level}: ${failed.text}`,
      'warning: The run of chat has ended with failed tasks: 1 of 3 are done.',
    );
  });

  it('tells of a merge that is held up, and of a sign-in that is lost, with what can be done', () => {
    const offered = (notice: Notice) => {
      const { level, text, buttons } = messageOf(groupOf(notice), english);
      return [`${level}: ${text}`, ...buttons.map((button) => labelOf(button, english))];
    };
    assert.deepEqual(offered(one.merge_held), [
      'warning: Pull request #7 is not merged yet: At least 1 approving review is required.',
      'Review',
      'Open on GitHub',
    ]);
    assert.deepEqual(offered(one.forge_lost), [
      'warning: GitHub cannot be reached: GitHub does not accept the sign-in any more.',
      'Sign In',
      'Doctor',
    ]);
  });

  it('counts when there are several', () => {
    for (const notice of all) {
      const { text, buttons } = messageOf(groupOf(notice, 12), english);
      assert.match(text, /\b12\b/, notice.kind);
      assert.ok(buttons.length > 0 && !buttons.includes('merge'), notice.kind);
    }
  });

  it('lets no title act, and cuts it', () => {
    const title = `[free](command:evil) $(flame) ${'x'.repeat(10_000)}`;
    for (const notice of [one.pull_ready, one.task_failed, one.conflict, one.person_awaited]) {
      const { text } = messageOf(groupOf({ ...notice, title }), english);
      assert.doesNotMatch(text, /\]\(|\$\(/, notice.kind);
      assert.ok(text.length < 500, notice.kind);
    }
  });

  it('speaks Japanese in all its words', () => {
    for (const notice of all) {
      for (const count of [1, 3]) {
        const { text, buttons } = messageOf(groupOf(notice, count), japanese());
        for (const said of [text, ...buttons.map((button) => labelOf(button, japanese()))]) {
          assert.match(said, /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u, notice.kind);
        }
      }
    }
  });
});
