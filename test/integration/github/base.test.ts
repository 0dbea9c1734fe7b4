import assert from 'node:assert/strict';
import { once } from 'node:events';
import { githubRun, type GithubRun } from '../../support/github/github-run.ts';

// What people do to the base on GitHub while a run delivers to a branch of its own: the last pull request says whether the two still merge.

interface Case {
  title: string;
  /** What the base holds meanwhile. */
  file: string;
  isRewritten: boolean;
  body: RegExp;
  status: RegExp;
}

const cases: readonly Case[] = [
  {
    title: 'does not merge with what the base has got',
    file: 'README.md',
    isRewritten: false,
    body: /\*\*This does not merge\.\*\* `main` has moved since the run began, .*\n\n- `README\.md`/,
    status:
      /#2 is not merged yet: main has moved since the run began, .*: README\.md\. Merge main into necrocode\/demo/,
  },
  {
    title: 'merges with what the base has got',
    file: 'theirs.txt',
    isRewritten: false,
    body: /`main` has moved since the run began\. The two merge without a conflict, but what comes out was not verified/,
    status: /#2 with all of it waits for you/,
  },
  {
    title: 'has nothing in common with what the base was made',
    file: 'README.md',
    isRewritten: true,
    body: /\*\*This does not merge\.\*\* `main` was rewritten since the run began, and the two share no history/,
    status: /#2 is not merged yet: main was rewritten since the run began, .*: the two share no history/,
  },
];

describe('a base on GitHub that moves during a run', function () {
  this.timeout(120_000);

  for (const { title, file, isRewritten, body, status } of cases) {
    it(`is looked at before the last pull request is opened: it ${title}`, async () => {
      await using hub = await githubRun({ settings: { github: { checks_grace_ms: 600_000 } } });
      const { run } = hub;
      run.plan([{ id: '1' }]);
      run.script({ 1: [{ files: { 'README.md': 'ours\n' } }] });
      const ended = once(run.start('execute', 'demo'), 'exit');
      await run.until(({ type }) => type === 'PROpened');
      const sha = await leadBase(hub, file, isRewritten);
      await hub.check(1, 'success');
      assert.equal((await ended)[0], 0);
      const final = (await hub.pulls()).find(({ number }) => number === 2);
      assert.match(final?.body ?? '', body);
      assert.match((await run.necrocode('status', 'demo')).stdout, status);
      const [moved, ...more] = await run.events('BaseMoved');
      assert.deepEqual([moved?.data.sha, moved?.data.base, moved?.data.is_forced === true], [sha, 'main', isRewritten]);
      assert.deepEqual(more, []);
      assert.notEqual((await run.state()).specs.get('demo')?.run?.tip_sha, sha, 'The branch of the run stays its own.');
      await run.tidy();
    });
  }

  it('is said nothing of where it stands as it did', async () => {
    await using hub = await githubRun();
    const { run } = hub;
    run.plan([{ id: '1' }]);
    assert.equal((await run.necrocode('execute', 'demo')).status, 0);
    assert.doesNotMatch((await hub.pulls()).map((pull) => pull.body ?? '').join('\n'), /since the run began/);
    assert.deepEqual(await run.events('BaseMoved', 'ConflictDetected'), []);
    await run.tidy();
  });
});

/** A person pushes a commit with this one file: on top of the base, or in its place. */
async function leadBase({ host: { mirror } }: GithubRun, file: string, isRewritten: boolean): Promise<string> {
  const from = mirror.git(['rev-parse', 'refs/heads/main']);
  const blob = mirror.git(['hash-object', '-w', '--stdin'], 'theirs\n');
  const others = mirror
    .git(['ls-tree', from])
    .split('\n')
    .filter((line) => !line.endsWith(`\t${file}`));
  const tree = mirror.git(['mktree'], [...others, `100644 blob ${blob}\t${file}`, ''].join('\n'));
  const who = ['-c', 'user.name=Rita', '-c', 'user.email=rita@example.org'];
  const parents = isRewritten ? [] : ['-p', from];
  const made = mirror.git([...who, 'commit-tree', tree, ...parents, '-m', `Change ${file}`]);
  mirror.git(['update-ref', 'refs/heads/main', made, from]);
  await mirror.push();
  return made;
}
