import assert from 'node:assert/strict';
import { viewStatusBar } from '../../../src/extension/status-bar-view.ts';
import { failure, node, sha, story, type Story, type StoryOptions } from '../../support/builders.ts';
import { english, japanese } from '../../support/l10n.ts';

const nodes = ['1', '2', '3', '4'].map((id) => node(id));
const tale = (options: StoryOptions = {}): Story => story(nodes, options).ready('1', '2', '3', '4');

function barOf(
  tales: readonly Story[],
  { l10n = english, canRun = true, damage = undefined as string | undefined } = {},
) {
  const repositories = tales.map(({ state }, at) => ({ path: `/work/${at}`, name: `shop-${at}`, state, damage }));
  return viewStatusBar(repositories, { l10n, canRun });
}

const finished = (from: Story, fields: object = {}) =>
  from.tell({ spec_id: 'chat', type: 'RunFinished', data: { outcome: 'completed', ...fields } });
const finalPull = {
  number: 9,
  title: 'all of it',
  head: 'necrocode/chat',
  base: 'main',
  head_sha: sha,
  is_final: true,
};

describe('the status bar', () => {
  it('is not there where no repository is', () => {
    assert.equal(barOf([]), undefined);
  });

  const check = (
    name: string,
    tales: readonly Story[],
    expected: { text: string; isWarning?: boolean; opens?: unknown },
  ) =>
    it(name, () => {
      const { text, isWarning, opens } = barOf(tales)!;
      assert.equal(text, expected.text);
      assert.equal(isWarning, expected.isWarning ?? false);
      if (expected.opens !== undefined) assert.deepEqual(opens, expected.opens);
    });

  check('is quiet when nothing runs', [finished(tale())], { text: '$(layers) NecroCode', opens: 'choice' });
  check('counts spirits at work, and tasks done', [tale().done('1', 1).start('2').start('3')], {
    text: '$(sync~spin) 2/3 spirits · 1/4',
    opens: { repository: '/work/0', spec_id: 'chat' },
  });
  check(
    'does not say how many spirits there may be when the machine decides',
    [tale({ run: { workers: 'auto' } }).start('1')],
    {
      text: '$(sync~spin) 1 spirit · 0/4',
    },
  );
  check('counts only the tasks that were chosen', [tale({ run: { only: ['1', '2'] } }).done('1', 1)], {
    text: '$(sync~spin) 0/3 spirits · 1/2',
  });
  check('adds up what runs in several repositories', [tale().start('1'), tale().start('1').done('2', 1)], {
    text: '$(sync~spin) 2/6 spirits · 1/8',
    opens: 'choice',
  });
  check('says that all is paused', [tale().tell({ spec_id: 'chat', type: 'RunPaused', data: { by: 'alice' } })], {
    text: '$(debug-pause) 0/4',
  });
  check(
    'warns when a task of a run has failed',
    [
      tale()
        .start('1')
        .tell({ spec_id: 'chat', task_id: '1', type: 'TaskFailed', data: { failure: failure('verify_failed') } }),
    ],
    {
      text: '$(sync~spin) 0/3 spirits · 0/4 $(bell-dot) 1',
      isWarning: true,
    },
  );
  check('warns when what is to be merged holds up the run', [tale({ run: { delivery: 'direct' } }).review('1', 1)], {
    text: '$(sync~spin) 0/3 spirits · 0/4 $(bell-dot) 1',
    isWarning: true,
  });
  check(
    'does not warn of what waits when all is over',
    [finished(tale().tell({ spec_id: 'chat', type: 'PROpened', data: finalPull }), { final_pr: 9 })],
    {
      text: '$(layers) NecroCode $(bell) 1',
    },
  );
  check(
    'forgets what failed in a run that is over',
    [
      finished(
        tale()
          .start('1')
          .tell({ spec_id: 'chat', task_id: '1', type: 'TaskFailed', data: { failure: failure('conflict') } }),
        { outcome: 'failed' },
      ),
    ],
    { text: '$(layers) NecroCode' },
  );

  it('warns of a damaged registry, and says in its tooltip where', () => {
    const bar = barOf([tale()], { damage: 'events.jsonl:7' })!;
    assert.ok(bar.isWarning);
    assert.match(bar.tooltip, /registry of shop-0 is damaged \(events\.jsonl:7\)/);
  });

  it('says that nothing is run where the workspace is not trusted', () => {
    assert.match(barOf([tale()], { canRun: false })!.tooltip, /not trusted/);
  });

  it('lets no title act in the tooltip', () => {
    const hostile = story([node('1', { title: '[x](command:evil) <img src=x onerror=alert(1)> $(zap)' })], {
      run: { delivery: 'direct' },
    });
    hostile.ready('1').review('1', 1);
    hostile.state.pulls.get(1)!.title = '[x](command:evil) <img src=x> \u202Ereversed';
    const { tooltip, text } = barOf([hostile])!;
    assert.doesNotMatch(tooltip, /(?<!\\)\]\(|<img|\u202e/);
    assert.doesNotMatch(text, /zap/);
  });

  it('tells a screen reader in words, and speaks Japanese', () => {
    assert.equal(barOf([tale().done('1', 1).start('2')])!.label, 'NecroCode: 1 at work, 1 of 4 tasks done');
    const { text, label } = barOf([tale().start('2')], { l10n: japanese() })!;
    assert.match(text + label, /\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Han}/u);
  });
});
