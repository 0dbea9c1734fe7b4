import assert from 'node:assert/strict';
import {
  pullChoices,
  repositoryChoices,
  specChoices,
  taskChoices,
  type Repository,
} from '../../../../src/extension/ask/choices.ts';
import { failure, node, story, type Story } from '../../../support/builders.ts';
import { english } from '../../../support/l10n.ts';

const words = { l10n: english, now: 0 };

function repositoryOf(tale: Story, name = 'shop'): Repository {
  return { name, place: { mainWorktree: `/work/${name}` } as Repository['place'], state: () => tale.state };
}

const nodes = () => [
  node('1', { title: 'Hull' }),
  node('2', { title: '$(bug) [Mast](command:x)', dependencies: ['1'] }),
];

describe('what a command can be about', () => {
  it('is listed by name, with the state of its run, and the repository where there are several', () => {
    const running = repositoryOf(
      story(nodes(), { run: { delivery: 'direct' } })
        .ready('1')
        .done('1', 1),
    );
    const [row] = specChoices([running], () => true, english);
    assert.equal(`${row?.label} ${row?.description}`, '$(sync) chat running · 1 of 2 tasks done');
    assert.deepEqual(row?.target, { repository: '/work/shop', spec_id: 'chat' });
    const others = [running, repositoryOf(story(nodes()), 'bank')];
    assert.deepEqual(
      specChoices(others, () => true, english).map(({ description }) => description),
      ['shop · running · 1 of 2 tasks done', 'bank · running · 0 of 2 tasks done'],
    );
    assert.deepEqual(
      specChoices(others, () => false, english),
      [],
    );
    assert.deepEqual(
      repositoryChoices(others).map(({ label, description }) => [label, description]),
      [
        ['$(repo) shop', '/work/shop'],
        ['$(repo) bank', '/work/bank'],
      ],
    );
  });

  it('is a task that fits, with a title that is neither icon nor link', () => {
    const tale = story(nodes()).ready('1', '2').start('1');
    tale.tell({ spec_id: 'chat', task_id: '2', type: 'TaskFailed', data: { failure: failure('no_changes') } });
    const [row, ...more] = taskChoices([repositoryOf(tale)], ({ task }) => task.state === 'failed', words);
    assert.deepEqual(more, []);
    assert.equal(row?.label, '2 $ (bug) [Mast] (command:x)');
    assert.match(row?.description ?? '', /^chat · /);
    assert.deepEqual(row?.target, { repository: '/work/shop', spec_id: 'chat', task_id: '2' });
  });

  it('is bounded, however many tasks there are', () => {
    const many = story(Array.from({ length: 2500 }, (_, at) => node(String(at + 1))));
    assert.equal(taskChoices([repositoryOf(many)], () => true, words).length, 2000);
  });

  it('is a pull request, and says what merging it does', () => {
    const tale = story(nodes(), { run: { delivery: 'direct' } })
      .ready('1')
      .review('1', 7);
    const [row] = pullChoices([repositoryOf(tale)], () => true, english);
    assert.equal(`${row?.label} ${row?.description}`, '$(git-pull-request) #7 1 unblocks 1 task');
    assert.equal(row?.target.pull, 7);
    assert.deepEqual(
      pullChoices([repositoryOf(tale)], ({ state }) => state === 'merged', english),
      [],
    );
  });
});
