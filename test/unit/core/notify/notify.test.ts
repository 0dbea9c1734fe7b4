import assert from 'node:assert/strict';
import { eventDataSchemas, type NewEvent } from '../../../../src/core/model/events.ts';
import { describeEvent } from '../../../../src/core/notify/notify.ts';
import { failure, node, sha, story } from '../../../support/builders.ts';

const command = { command: 'npm test', exit_code: 1, duration_ms: 1, is_timed_out: false, output: '' };
const tests = { passed: 12, failed: 0, skipped: 0 };
const pull = { number: 101, title: 'Task 1: Schema', head: 'f', base: 'main' };
const of = { spec_id: 'chat', task_id: '1', attempt: 1 };
const spec = { spec_id: 'chat' };

/** A state in which task 1 works in slot-3. */
function told() {
  const nodes = [node('1', { title: 'Database schema' }), node('2', { title: 'API', dependencies: ['1'] })];
  return story(nodes).ready('1').assign('1').slot('1', 'slot-3');
}

function line(event: NewEvent, language: 'en' | 'ja' = 'en', state = told().state): string | undefined {
  const placed = { ...event, seq: 1, epoch: 1, at: 0 };
  const notice = describeEvent(placed, state, language);
  return notice === undefined ? undefined : `${notice.level}: ${notice.text}`;
}

type Row = [event: NewEvent, en: string | undefined, ja: string | undefined];

const rows: Row[] = [
  [
    { ...of, type: 'PersonAwaited', data: { reason: 'attended' } },
    'warning: ‖ Task 1 waits for you: necrocode attach chat 1',
    'warning: ‖ タスク 1 があなたを待っています: necrocode attach chat 1',
  ],
  [
    {
      ...of,
      type: 'PersonAwaited',
      data: { reason: 'refused', failure: failure('verify_failed', { message: 'Red.' }) },
    },
    'warning: ‖ Task 1 waits for you (verification failed (Red.)): necrocode attach chat 1',
    'warning: ‖ タスク 1 があなたを待っています(検証に失敗しました (Red.)): necrocode attach chat 1',
  ],
  [
    { ...of, type: 'PersonAnswered', data: { verdict: 'fail', by: 'alice' } },
    'info: Task 1: alice gives it up',
    'info: タスク 1: alice が断念しました',
  ],
  [
    {
      ...of,
      type: 'TaskFailed',
      data: { failure: failure('cancelled', { message: 'alice gave it up.', is_final: true }) },
    },
    'error: ✗ Task 1 failed: alice gave it up.',
    'error: ✗ タスク 1 失敗: alice gave it up.',
  ],
  [
    { ...of, type: 'SlotReleased', data: { slot: 'slot-3', rescue_ref: 'refs/necrocode/rescue/1' } },
    'warning: What was not committed in slot-3 is kept as refs/necrocode/rescue/1',
    'warning: slot-3 の未コミットの作業を refs/necrocode/rescue/1 に保存しました',
  ],
  [{ ...of, type: 'SlotReleased', data: { slot: 'slot-3' } }, undefined, undefined],
  [
    { ...of, type: 'RunnerStarted', data: { pid: 1, start_time: '1', launch: 'l' } },
    'info: [Worktree 3] Task 1: Database schema …',
    'info: [Worktree 3] タスク 1: Database schema …',
  ],
  [
    { ...of, type: 'TaskCompleted', data: { pr: 101 } },
    'success: ✓ Task 1 completed → PR #101',
    'success: ✓ タスク 1 完了 → PR #101',
  ],
  [{ ...of, type: 'TaskCompleted', data: {} }, 'success: ✓ Task 1 completed', 'success: ✓ タスク 1 完了'],
  [
    { ...of, type: 'VerificationFinished', data: { verification: { ok: false, round: 2, commands: [command] } } },
    'warning: ✗ Task 1: verification failed in round 2: npm test',
    'warning: ✗ タスク 1: 検証 2 回目で失敗: npm test',
  ],
  [
    {
      ...of,
      type: 'VerificationFinished',
      data: { verification: { ok: true, round: 1, commands: [{ ...command, exit_code: 0, tests }] } },
    },
    'info: Task 1: verification passed (12 tests)',
    'info: タスク 1: 検証に合格(テスト 12 件)',
  ],
  [
    { ...of, type: 'ConflictDetected', data: { number: 101, tip: sha, head: sha, files: ['a.ts', 'b.ts'] } },
    'warning: Conflict detected: task 1 (PR #101) in a.ts, b.ts',
    'warning: 競合を検出: タスク 1(PR #101): a.ts, b.ts',
  ],
  [
    { ...of, type: 'TaskReady', data: { retry_of: failure('conflict', { message: 'a.ts' }) } },
    'warning: ↩ Task 1 is returned to its owner: it conflicts with what came before (a.ts)',
    'warning: ↩ タスク 1 を担当に差し戻します: 先に統合された変更と競合します (a.ts)',
  ],
  [
    { ...of, type: 'TaskReady', data: { retry_of: failure('infra_lost', { message: '' }) } },
    'warning: ↻ Task 1 runs again: the runner was lost',
    'warning: ↻ タスク 1 をもう一度実行します: ランナーが失われました',
  ],
  [{ ...spec, task_id: '1', type: 'TaskReady', data: {} }, undefined, undefined],
  [
    { ...spec, task_id: '2', type: 'TaskReady', data: {} },
    'info: Task 2: API can start, what it depends on is done',
    'info: タスク 2: API は依存先がすべて完了し、開始できます',
  ],
  [
    { ...spec, task_id: '2', type: 'TaskBlocked', data: { by: ['1', '3'], reason: 'x' } },
    'warning: Task 2 is blocked by 1, 3',
    'warning: タスク 2 は 1, 3 を待っています',
  ],
  [
    { ...of, type: 'TaskFailed', data: { failure: failure('agent_timeout', { message: 'No output for 10 min.' }) } },
    'error: ✗ Task 1 failed: the agent took too long (No output for 10 min.)',
    'error: ✗ タスク 1 失敗: エージェントが時間切れになりました (No output for 10 min.)',
  ],
  [
    { ...of, type: 'TaskCancelled', data: { reason: 'by ann' } },
    'warning: ⊘ Task 1 cancelled: by ann',
    'warning: ⊘ タスク 1 取り消し: by ann',
  ],
  [
    { ...of, type: 'RunnerLost', data: { reason: 'killed' } },
    'warning: ✗ Task 1: its runner was lost: killed',
    'warning: ✗ タスク 1: ランナーが失われました: killed',
  ],
  [
    { ...of, type: 'ReviewFinished', data: { findings: [{ kind: 'secret', severity: 'blocking', message: 'x' }] } },
    'error: Task 1: review has 1 finding, 1 of them blocking',
    'error: タスク 1: レビューの指摘 1 件(うち要修正 1 件)',
  ],
  [{ ...of, type: 'ReviewFinished', data: { findings: [] } }, undefined, undefined],
  [
    { ...of, type: 'RetryRequested', data: { by: 'ann' } },
    'info: ↻ Task 1 is to run again, says ann',
    'info: ↻ タスク 1 の再実行が依頼されました(ann)',
  ],
  [
    { ...spec, type: 'CancelRequested', data: { by: 'ann' } },
    'warning: ⊘ chat is to be cancelled, says ann',
    'warning: ⊘ chat の取り消しが依頼されました(ann)',
  ],
  [
    { ...of, type: 'PROpened', data: pull },
    'info: PR #101 opened: Task 1: Schema',
    'info: PR #101 を作成: Task 1: Schema',
  ],
  [{ ...of, type: 'PRUpdated', data: { number: 101, head_sha: sha } }, 'info: PR #101 updated', 'info: PR #101 を更新'],
  [
    { ...spec, type: 'PRUpdated', data: { number: 101, comment: { by: 'ann', text: 'x' } } },
    'info: PR #101: a comment by ann',
    'info: PR #101: ann のコメント',
  ],
  [{ ...of, type: 'PRMerged', data: { number: 101, merge_sha: sha } }, undefined, undefined],
  [
    { ...spec, type: 'PRMerged', data: { number: 101, merge_sha: sha, by: 'ann' } },
    'success: PR #101 merged by ann',
    'success: PR #101 をマージ(ann)',
  ],
  [
    { ...of, type: 'PRClosed', data: { number: 101, reason: 'x' } },
    'warning: PR #101 closed: x',
    'warning: PR #101 をクローズ: x',
  ],
  [
    { ...of, type: 'CIStatusChanged', data: { number: 101, name: 'ci', state: 'failure' } },
    'error: PR #101: check ci failed',
    'error: PR #101: チェック ci 失敗',
  ],
  [{ ...of, type: 'CIStatusChanged', data: { number: 101, name: 'ci', state: 'pending' } }, undefined, undefined],
  [
    {
      ...of,
      type: 'IntegrationFinished',
      data: { number: 101, outcome: 'verify_failed', verification: { ok: false, round: 1, commands: [command] } },
    },
    'warning: ✗ PR #101 breaks what came before it: npm test',
    'warning: ✗ PR #101 は統合後の検証に失敗: npm test',
  ],
  [{ ...of, type: 'IntegrationFinished', data: { number: 101, outcome: 'merged' } }, undefined, undefined],
  [
    { ...spec, type: 'RunFinished', data: { outcome: 'completed', final_pr: 106 } },
    'success: ✓ Run of chat finished: 0 of 2 tasks done → PR #106 waits for you',
    'success: ✓ chat の実行が完了: 2 件中 0 件のタスクが完了 → PR #106 が確認を待っています',
  ],
  [
    { ...spec, type: 'RunFinished', data: { outcome: 'failed' } },
    'error: ✗ Run of chat ended with failed tasks: 0 of 2 tasks done',
    'error: ✗ chat の実行は失敗したタスクを残して終了: 2 件中 0 件のタスクが完了',
  ],
  [{ ...spec, type: 'RunPaused', data: { by: 'ann' } }, 'warning: ‖ chat is paused by ann', undefined],
  [{ ...spec, type: 'RunResumed', data: { by: 'ann' } }, 'info: ▶ chat goes on, says ann', undefined],
  [
    { ...spec, type: 'ConflictForecast', data: { pairs: [{ tasks: ['1', '2'], files: ['a.ts'] }] } },
    'warning: Conflict ahead: tasks 1 × 2',
    'warning: 競合の予測: 1 × 2',
  ],
  [{ ...spec, type: 'ConflictForecast', data: { pairs: [] } }, undefined, undefined],
  [
    {
      type: 'RequestRefused',
      data: { request_id: 'r', message: 'It is over.', hint: 'git init', ja: { message: '終わりました。' } },
    },
    'error: ✗ It is over. (git init)',
    'error: ✗ 終わりました。(git init)',
  ],
  [{ type: 'RequestAccepted', data: { request_id: 'r', message: 'The run has started' } }, undefined, undefined],
  [
    {
      type: 'RequestAccepted',
      data: { request_id: 'r', notes: ['LFS files stay pointers.', 'No check is required.'] },
    },
    'warning: LFS files stay pointers. No check is required.',
    'warning: LFS files stay pointers. No check is required.',
  ],
  [
    { type: 'RequestRefused', data: { request_id: 'r', message: 'There is no spec "x".', hint: 'See status.' } },
    'error: ✗ There is no spec "x". (See status.)',
    'error: ✗ There is no spec "x".(See status.)',
  ],
  [
    { type: 'SlotQuarantined', data: { slot: 'slot-3', reason: 'not clean' } },
    'warning: Slot slot-3 is out of use: not clean',
    'warning: スロット slot-3 を隔離しました: not clean',
  ],
  [{ type: 'ControllerStarted', data: { pid: 1, version: '1' } }, undefined, undefined],
];

describe('describeEvent', () => {
  for (const [event, en, ja] of rows) {
    it(`says of ${event.type}: ${en ?? 'nothing'}`, () => {
      // What the table tells is an event that the registry would take.
      eventDataSchemas[event.type].parse(event.data);
      assert.equal(line(event, 'en'), en);
      if (en === undefined || ja !== undefined) assert.equal(line(event, 'ja'), ja);
      else assert.match(line(event, 'ja') ?? '', /[\p{Script=Hiragana}\p{Script=Han}\p{Script=Katakana}]/u);
    });
  }

  it('names the attempt from the second on, and the worktree that it works in', () => {
    const again = told()
      .fail('1', failure('agent_error'))
      .tell({ ...spec, task_id: '1', type: 'TaskReady', data: {} });
    again.assign('1').slot('1', 'slot-12');
    const started: NewEvent = {
      ...of,
      attempt: 2,
      type: 'RunnerStarted',
      data: { pid: 1, start_time: '1', launch: 'l' },
    };
    assert.equal(line(started, 'en', again.state), 'info: [Worktree 12] Task 1: Database schema … (attempt 2)');
  });

  it('says until when an agent rests', () => {
    const rests: NewEvent = { type: 'AgentPaused', data: { agent: 'kiro', until: 0, reason: 'quota' } };
    assert.match(line(rests) ?? '', /^warning: ‖ Agent kiro rests until \d\d:\d\d: quota$/);
  });

  it('counts what is too much to list', () => {
    const files = Array.from({ length: 9 }, (_, n) => `${n}.ts`);
    const conflict: NewEvent = { ...of, type: 'ConflictDetected', data: { tip: sha, head: sha, files } };
    assert.match(line(conflict) ?? '', /in 0\.ts, 1\.ts, 2\.ts, 3\.ts, 4\.ts, and 4 more$/);
  });

  it('stays one plain line, whatever a plan or a tool has written', () => {
    const hostile = '\u001b[2Ja\r\n\u202eb\u0007'.repeat(100);
    const { state } = story([node('1', { title: hostile.slice(0, 500) })])
      .ready('1')
      .assign('1');
    for (const event of [
      { ...of, type: 'RunnerStarted', data: { pid: 1, start_time: '1', launch: 'l' } },
      { ...of, type: 'TaskFailed', data: { failure: failure('agent_error', { message: hostile }) } },
      { ...of, type: 'PRClosed', data: { number: 1, reason: hostile } },
    ] satisfies NewEvent[]) {
      const text = line(event, 'en', state) ?? '';
      assert.doesNotMatch(text, /[\p{Cc}\u202e]/u);
      assert.ok(text.length <= 420, text);
    }
  });

  it('has a line or a reason for none for an event of a spec that is gone', () => {
    const { state } = story([]);
    const completed: NewEvent = { spec_id: 'gone', task_id: '9', type: 'TaskCompleted', data: {} };
    assert.equal(line(completed, 'en', state), 'success: ✓ Task 9 completed');
  });
});
