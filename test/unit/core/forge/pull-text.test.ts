import assert from 'node:assert/strict';
import { commandTable } from '../../../../src/cli/command-table.ts';
import { optionTable } from '../../../../src/cli/options.ts';
import type { Language } from '../../../../src/core/base/text.ts';
import type { FileChange } from '../../../../src/core/base/git-verbs.ts';
import {
  dependencyPulls,
  describeFinalPull,
  describePull,
  issueOfTask,
  markerOf,
  type DescribedPull,
} from '../../../../src/core/forge/forge.ts';
import type { Verification } from '../../../../src/core/model/evidence.ts';
import { assignmentSchema, type Assignment } from '../../../../src/core/model/spirit.ts';
import type { RunState } from '../../../../src/core/model/state.ts';
import { node, sha, story } from '../../../support/builders.ts';

const verification: Verification = {
  ok: true,
  round: 2,
  commands: [
    {
      command: 'npm test',
      exit_code: 0,
      duration_ms: 1234,
      is_timed_out: false,
      output: '',
      tests: { passed: 12, failed: 0, skipped: 1 },
    },
  ],
};

function assignment(task: Record<string, unknown> = {}): Assignment {
  return assignmentSchema.parse({
    protocol: 'spirit/1',
    type: 'issue_assignment',
    agent_instance: 'frontend_spirit_2',
    spec_id: 'chat-app',
    issue_id: 'login-ui',
    task_id: '2.1',
    attempt: 1,
    payload: {
      task: { id: '2.1', title: 'Log in form', ...task },
      base: sha,
      branch: 'feature/task-chat-app-2.1-log-in-form',
      agent: { name: 'kiro', driver: 'acp' },
      verify: ['npm test'],
      slot: { name: 'slot-1', path: '/s', git_dir: '/g' },
      artifacts_dir: '/a',
      attempt_dir: '/b',
      author: { name: 'a', email: 'b' },
      launch: 'l',
    },
  });
}

function change(file: string, fields: Partial<FileChange> = {}): FileChange {
  return { file, status: 'modified', insertions: 3, deletions: 1, isBinary: false, ...fields };
}

function described(fields: Partial<DescribedPull> = {}) {
  return describePull({
    assignment: assignment(),
    changes: [change('src/a.ts')],
    findings: [],
    dependencies: [],
    ...fields,
  });
}

describe('describePull', () => {
  it('tells what was asked, what changed, what proves it and what it rests on', () => {
    const { title, body } = described({
      assignment: assignment({ description: 'Two fields.\nOne button.', metadata: { acceptance: ['It logs in.'] } }),
      changes: [change('src/a.ts', { status: 'added' }), change('logo.png', { isBinary: true })],
      verification,
      findings: [{ kind: 'no_tests_touched', severity: 'warning', message: 'No test.', file: 'src/a.ts', line: 3 }],
      dependencies: [{ task_id: '1.1', title: 'Schema', number: 101 }],
    });
    assert.equal(title, 'Task 2.1: Log in form');
    assert.equal(
      body,
      [
        '<!-- necrocode:chat-app/2.1 -->',
        '',
        '**Task 2.1** · `chat-app` · attempt 1 by `frontend_spirit_2`',
        '',
        'Log in form',
        '',
        '> Two fields.',
        '> One button.',
        '',
        '### Acceptance criteria',
        '',
        '- [ ] It logs in.',
        '',
        '### What changed',
        '',
        '2 files, 6 lines added, 2 removed.',
        '',
        '| File |  | + | − |',
        '| --- | --- | ---: | ---: |',
        '| `src/a.ts` | added | +3 | −1 |',
        '| `logo.png` | changed | binary |  |',
        '',
        '### Verification',
        '',
        'Passed in round 2. NecroCode ran these commands itself.',
        '',
        '| Command | Exit status | Duration | Tests |',
        '| --- | ---: | ---: | --- |',
        '| `npm test` | 0 | 1.2 s | 12 passed, 0 failed, 1 skipped |',
        '',
        'The evidence is kept where NecroCode ran: `necrocode artifacts chat-app 2.1 --attempt 1`',
        '',
        '### Review findings',
        '',
        '- **warning** `src/a.ts:3` No test.',
        '',
        '### Depends on',
        '',
        '- Task 1.1 (#101): Schema',
        '',
        '### Try it before it is merged',
        '',
        '1. `git switch feature/task-chat-app-2.1-log-in-form`',
        '2. `npm test`',
        '',
      ].join('\n'),
    );
  });

  it('speaks Japanese', () => {
    const { title, body } = described({ language: 'ja', verification });
    assert.equal(title, 'タスク 2.1: Log in form');
    for (const heading of ['### 変更内容', '### 検証', '### レビューの指摘', '### マージ前に試すには']) {
      assert.ok(body.includes(heading), heading);
    }
    assert.match(body, /^証跡は.*: `necrocode artifacts chat-app 2\.1 --attempt 1`$/m);
  });

  it('names the evidence by a command that there is', () => {
    for (const fields of [{}, { verification }]) {
      const [, command = ''] = /`necrocode (artifacts .*)`/.exec(described(fields).body) ?? [];
      const artifacts = commandTable.find(({ name }) => name === 'artifacts');
      const options: readonly string[] = artifacts?.options ?? [];
      assert.deepEqual(command.split(' ').slice(0, 4), ['artifacts', 'chat-app', '2.1', optionTable.attempt.flag]);
      assert.ok(options.includes('attempt'));
    }
  });

  it('says so when nothing was verified, or a command took too long', () => {
    assert.match(described().body, /nothing was verified/);
    const [command] = verification.commands;
    const late = { ...verification, ok: false, commands: [{ ...command!, exit_code: null, is_timed_out: true }] };
    assert.match(described({ verification: late }).body, /Failed\.[^]*took too long/);
  });

  it('lets nothing foreign act', () => {
    const hostile = '<script>x</script> --> @octocat fixes #1 ![](http://x) \u202e\u001b[2J|';
    const { title, body } = described({
      assignment: assignment({ title: hostile, description: hostile, metadata: { acceptance: [hostile] } }),
      changes: [change(hostile)],
      findings: [{ kind: 'secret', severity: 'blocking', message: hostile, file: hostile }],
      dependencies: [{ task_id: '1', title: hostile }],
    });
    const outsideCode = body.replace(/`[^`\n]*`/g, '').replace('<!-- necrocode:chat-app/2.1 -->', '');
    assert.doesNotMatch(outsideCode, /<|@octocat|#1|\]\(http:/);
    assert.doesNotMatch(title + body, /[\u202e\u001b]/);
    assert.ok(body.startsWith(markerOf('chat-app', '2.1')));
  });

  it('stays below 30 kB by whole lines, whatever it is given', () => {
    const long = '日本'.repeat(250);
    const { title, body } = described({
      assignment: assignment({
        title: long,
        description: `${long}\n`.repeat(79),
        metadata: { acceptance: Array.from({ length: 100 }, () => long) },
      }),
      changes: Array.from({ length: 500 }, (_, n) => change(`src/${long}${n}.ts`)),
      findings: Array.from({ length: 200 }, () => ({ kind: 'secret', severity: 'blocking', message: long })),
    });
    assert.ok(title.length <= 200);
    assert.ok(Buffer.byteLength(body) <= 30_000);
    assert.match(body, /The rest was left out/);
    assert.ok(body.startsWith(markerOf('chat-app', '2.1')));
  });

  it('shows the first of many files and counts the others', () => {
    const { body } = described({ changes: Array.from({ length: 75 }, (_, n) => change(`src/${n}.ts`)) });
    assert.match(body, /^and 15 more$/m);
    assert.match(body, /^75 files, 225 lines added, 75 removed\.$/m);
  });
});

describe('dependencyPulls', () => {
  it('knows the pull requests of what a task depends on', () => {
    const { state } = story([node('1'), node('2'), node('3', { dependencies: ['1', '2'] })])
      .ready('1')
      .review('1', 7);
    assert.deepEqual(dependencyPulls(state, 'chat', '3'), [
      { task_id: '1', title: '1', number: 7 },
      { task_id: '2', title: '2' },
    ]);
    assert.deepEqual(dependencyPulls(state, 'nowhere', '3'), []);
  });
});

describe('describeFinalPull', () => {
  it('lists the tasks of the run with their pull requests', () => {
    const nodes = [
      node('1', { title: 'Schema' }),
      node('2', { title: 'Paint | it' }),
      node('3', { status: 'skipped' }),
    ];
    const { state } = story(nodes, { run: { verify: ['npm test'] } })
      .ready('1')
      .done('1', 101);
    const { title, body } = describeFinalPull({ state, spec_id: 'chat', language: 'en' });
    assert.equal(title, 'chat: all tasks, integrated');
    assert.match(body, /^<!-- necrocode:chat -->/);
    assert.match(body, /2 of 3 tasks of chat are done/);
    assert.match(body, /^\| 1 \| Schema \| done \| #101 \|$/m);
    assert.match(body, /^\| 2 \| Paint \\\| it \| blocked \| {2}\|$/m);
    assert.match(body, /^\| 3 \| 3 \| left out by the plan \| {2}\|$/m);
    assert.match(body, /^1\. `git switch necrocode\/chat`$/m);
    assert.match(describeFinalPull({ state, spec_id: 'chat', language: 'ja' }).body, /3 件中 2 件のタスクが完了/);
  });

  it('counts only the tasks that the run was asked for', () => {
    const { state } = story([node('1'), node('2')], { run: { only: ['1'] } })
      .ready('1')
      .done('1', 1);
    assert.match(describeFinalPull({ state, spec_id: 'chat', language: 'en' }).body, /1 of 1 tasks/);
  });
});

describe('what the last pull request says is proven', () => {
  type Landing = { tree?: string; by?: string };
  const final = (
    landings: readonly Landing[],
    { verify = ['npm test'], language = 'en' }: { verify?: string[]; language?: Language } = {},
  ) => {
    const ids = landings.map((_, at) => String(at + 1));
    const chat = story(
      ids.map((id) => node(id)),
      { run: { verify } },
    ).ready(...ids);
    for (const [at, { tree, by }] of landings.entries()) {
      const [id, number] = [ids[at]!, at + 1];
      const of = { run_id: 'run-chat', spec_id: 'chat', task_id: id, attempt: 1 };
      chat.review(id, number);
      if (by === undefined) {
        const data = { number, outcome: 'merged', merge_sha: sha, ...(tree === undefined ? {} : { tree }) } as const;
        chat.tell({ ...of, type: 'IntegrationFinished', data });
      }
      chat.tell(
        { ...of, type: 'PRMerged', data: { number, merge_sha: sha, ...(by === undefined ? {} : { by }) } },
        { ...of, type: 'TaskCompleted', data: { merge_sha: sha, pr: number } },
      );
    }
    return describeFinalPull({ state: chat.state, spec_id: 'chat', language }).body;
  };

  it('is everything where every tree that landed was proven', () => {
    const body = final([{ tree: sha }, { tree: sha }]);
    assert.match(body, /one by one, and every combination was verified before it landed\./);
    assert.match(body, /### Verification\n\nPassed\. NecroCode ran these commands itself\.\n\n- `npm test`/);
  });

  it('is counted where people were quicker, and names what they have merged', () => {
    const body = final([{ tree: sha }, { by: 'rita' }, {}]);
    assert.match(body, /one by one; 1 of 3 combinations were verified before they landed\./);
    assert.match(
      body,
      /1 of 3 integrations passed before they landed;.*\n\n- `npm test`\n\n- #2, merged by rita\n- #3\n/,
    );
    assert.doesNotMatch(body, /^Passed/m);
    assert.match(final([{ by: 'rita' }], { language: 'ja' }), /1 件の統合のうち 0 件は[^]*- #1\(rita がマージ\)/);
  });

  it('is nothing where there are no commands', () => {
    const body = final([{ tree: sha }], { verify: [] });
    assert.match(body, /one by one\.\n[^]*nothing was verified/);
  });
});

describe('what the last pull request says of its base', () => {
  const body = (isForced: boolean, conflicts?: readonly string[]) => {
    const chat = story([node('1')])
      .ready('1')
      .done('1', 1);
    const data = { from: sha, sha: '1'.repeat(40), base: 'main', is_forced: isForced };
    chat.tell({ type: 'BaseMoved', spec_id: 'chat', data });
    const given = conflicts === undefined ? {} : { conflicts };
    return describeFinalPull({ state: chat.state, spec_id: 'chat', language: 'en', ...given }).body;
  };

  it('is that the two merge, that they do not, or that they have nothing in common', () => {
    assert.match(body(false), /`main` has moved since the run began\. The two merge without a conflict/);
    assert.match(body(true, ['a|<b>.ts']), /`main` was rewritten .* conflict in the files below\..*\n\n- `a\|<b>\.ts`/);
    assert.match(body(true, []), /share no history\. Merge `main` into `necrocode\/chat`/);
  });
});

describe('the issue that a spec was planned from', () => {
  const planned = (run: Partial<RunState>) =>
    story([node('1'), node('2'), node('3', { status: 'skipped' })], { run: { forge: 'github', ...run } }).tell({
      ...{ type: 'SpecPlanned', spec_id: 'chat' },
      data: { taskset_version: 2, title: 'Chat', planner: 'offline', tasks: 3, plan_sha256: 'a'.repeat(64), issue: 12 },
    });
  const final = (chat: ReturnType<typeof planned>) =>
    describeFinalPull({ state: chat.state, spec_id: 'chat', language: 'ja' }).body;

  it('is closed by the last pull request, in the words that GitHub understands', () => {
    const chat = planned({}).ready('1', '2').done('1', 1);
    assert.match(final(chat), /^#12 の一部です$/m, 'A task is missing.');
    assert.match(final(chat.done('2', 2)), /^Closes #12$/m);
    assert.deepEqual(issueOfTask(chat.state, 'chat', '2'), { number: 12, isClosed: false });
  });

  it('is closed by the last of the tasks where each is delivered by itself', () => {
    const chat = planned({ delivery: 'direct' }).ready('1', '2');
    assert.equal(issueOfTask(chat.state, 'chat', '1')?.isClosed, false);
    chat.review('1', 1);
    assert.equal(issueOfTask(chat.state, 'chat', '2')?.isClosed, true);
    assert.match(described({ issue: { number: 12, isClosed: true } }).body, /^Closes #12$/m);
    assert.match(described({ issue: { number: 12, isClosed: false } }).body, /^Part of #12$/m);
  });

  it('is not named where the number would mean something else', () => {
    const chat = planned({ forge: 'local' }).ready('1').done('1', 1);
    assert.equal(issueOfTask(chat.state, 'chat', '2'), undefined);
    assert.doesNotMatch(final(chat), /#12/);
  });
});

describe('how to try a pull request', () => {
  it('begins with fetching the branch where it may be read on another machine', () => {
    const branch = 'feature/task-chat-app-2.1-log-in-form';
    assert.match(described().body, new RegExp(`^1\\. \`git switch ${branch}\`$`, 'm'));
    const { body } = described({ isRemote: true });
    assert.match(body, new RegExp(`^1\\. \`git fetch origin ${branch}\`\n2\\. \`git switch ${branch}\`$`, 'm'));
  });
});
