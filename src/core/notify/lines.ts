// The lines themselves, per language. Every value that comes in is plain text already. A line that is missing in one language
// does not compile; the signs in front are the same in all.
import type { Language } from '../base/text.ts';
import type { FailureKind } from '../model/failure.ts';

export interface TaskName {
  id: string;
  title: string;
}

export interface Lines {
  failure: Record<FailureKind, string>;
  planned: (wanted: { spec: string; tasks: number; version: number }) => string;
  runStarted: (wanted: { spec: string; tasks: number; workers: string; agent: string }) => string;
  runPaused: (spec: string, by: string) => string;
  runResumed: (spec: string, by: string) => string;
  runFinished: Record<'completed' | 'failed' | 'cancelled', (spec: string, done: number, all: number) => string>;
  finalPull: (number: number) => string;
  taskOpened: (task: TaskName) => string;
  taskStarted: (wanted: TaskName & { worktree: string | undefined; attempt: number }) => string;
  taskBlocked: (id: string, by: string) => string;
  taskBack: (wanted: { id: string; why: string; isOwners: boolean }) => string;
  taskFailed: (id: string, why: string) => string;
  taskCompleted: (id: string, pr: number | undefined) => string;
  taskCancelled: (id: string, reason: string) => string;
  retryRequested: (id: string, by: string) => string;
  cancelRequested: (what: string, by: string) => string;
  verified: (id: string, tests: number) => string;
  verificationFailed: (wanted: { id: string; round: number; command: string }) => string;
  runnerLost: (id: string, reason: string) => string;
  personAwaited: (wanted: { id: string; spec: string; why: string | undefined }) => string;
  personAnswered: Record<'done' | 'fail', (id: string, by: string) => string>;
  workKept: (slot: string, ref: string) => string;
  agentPaused: (agent: string, until: string, reason: string) => string;
  findings: (id: string, count: number, blocking: number) => string;
  pullOpened: (number: number, title: string) => string;
  pullUpdated: (number: number) => string;
  pullCommented: (number: number, by: string) => string;
  pullMerged: (number: number, by: string | undefined) => string;
  pullClosed: (number: number, reason: string) => string;
  baseMoved: (spec: string, isForced: boolean) => string;
  baseWentOn: (spec: string, base: string, isForced: boolean) => string;
  forgeLost: (reason: string, hint: string | undefined) => string;
  forgeBack: string;
  check: (number: number, name: string, isFailure: boolean) => string;
  conflictForecast: (pairs: string, count: number) => string;
  conflictOf: (id: string, pull: string) => string;
  conflict: (what: string, files: string) => string;
  combinedFailed: (number: number, command: string) => string;
  slotQuarantined: (slot: string, reason: string) => string;
  repositoryAltered: (wanted: { holders: string; names: string; count: number }) => string;
  requestRefused: (message: string, hint: string | undefined) => string;
  andMore: (count: number) => string;
}

const en: Lines = {
  failure: {
    agent_error: 'the agent failed',
    agent_timeout: 'the agent took too long',
    no_changes: 'nothing was changed',
    verify_failed: 'verification failed',
    conflict: 'it conflicts with what came before',
    policy_violation: 'review stopped it',
    changes_requested: 'somebody wants it otherwise',
    permission_denied: 'the agent could not go on without a person',
    quota: 'the agent has used up its quota',
    infra_lost: 'the runner was lost',
    cancelled: 'it was cancelled',
  },
  planned: ({ spec, tasks, version }) =>
    `Planned ${spec}: ${tasks === 1 ? '1 task' : `${tasks} tasks`} (version ${version})`,
  runStarted: ({ spec, tasks, workers, agent }) =>
    `▶ ${spec}: ${tasks === 1 ? '1 task' : `${tasks} tasks`}, ${workers === '1' ? '1 worker' : `${workers} workers`}, agent ${agent}`,
  runPaused: (spec, by) => `‖ ${spec} is paused by ${by}`,
  runResumed: (spec, by) => `▶ ${spec} goes on, says ${by}`,
  runFinished: {
    completed: (spec, done, all) => `✓ Run of ${spec} finished: ${done} of ${all} tasks done`,
    failed: (spec, done, all) => `✗ Run of ${spec} ended with failed tasks: ${done} of ${all} tasks done`,
    cancelled: (spec, done, all) => `⊘ Run of ${spec} was cancelled: ${done} of ${all} tasks done`,
  },
  finalPull: (number) => ` → PR #${number} waits for you`,
  taskOpened: ({ id, title }) => `Task ${id}: ${title} can start, what it depends on is done`,
  taskStarted: ({ id, title, worktree, attempt }) =>
    `${worktree === undefined ? '' : `[Worktree ${worktree}] `}Task ${id}: ${title} …${attempt > 1 ? ` (attempt ${attempt})` : ''}`,
  taskBlocked: (id, by) => `Task ${id} is blocked by ${by}`,
  taskBack: ({ id, why, isOwners }) =>
    isOwners ? `↩ Task ${id} is returned to its owner: ${why}` : `↻ Task ${id} runs again: ${why}`,
  taskFailed: (id, why) => `✗ Task ${id} failed: ${why}`,
  taskCompleted: (id, pr) => `✓ Task ${id} completed${pr === undefined ? '' : ` → PR #${pr}`}`,
  taskCancelled: (id, reason) => `⊘ Task ${id} cancelled: ${reason}`,
  retryRequested: (id, by) => `↻ Task ${id} is to run again, says ${by}`,
  cancelRequested: (what, by) => `⊘ ${what} is to be cancelled, says ${by}`,
  verified: (id, tests) => `Task ${id}: verification passed${tests === 0 ? '' : ` (${tests} tests)`}`,
  verificationFailed: ({ id, round, command }) => `✗ Task ${id}: verification failed in round ${round}: ${command}`,
  personAwaited: ({ id, spec, why }) =>
    `‖ Task ${id} waits for you${why === undefined ? '' : ` (${why})`}: necrocode attach ${spec} ${id}`,
  personAnswered: {
    done: (id, by) => `Task ${id}: ${by} says that it is done; it is being checked`,
    fail: (id, by) => `Task ${id}: ${by} gives it up`,
  },
  workKept: (slot, ref) => `What was not committed in ${slot} is kept as ${ref}`,
  runnerLost: (id, reason) => `✗ Task ${id}: its runner was lost: ${reason}`,
  agentPaused: (agent, until, reason) => `‖ Agent ${agent} rests until ${until}: ${reason}`,
  findings: (id, count, blocking) =>
    `Task ${id}: review has ${count === 1 ? '1 finding' : `${count} findings`}${blocking === 0 ? '' : `, ${blocking} of them blocking`}`,
  pullOpened: (number, title) => `PR #${number} opened: ${title}`,
  pullUpdated: (number) => `PR #${number} updated`,
  pullCommented: (number, by) => `PR #${number}: a comment by ${by}`,
  pullMerged: (number, by) => `PR #${number} merged${by === undefined ? '' : ` by ${by}`}`,
  pullClosed: (number, reason) => `PR #${number} closed: ${reason}`,
  baseMoved: (spec, isForced) =>
    isForced
      ? `The branch that ${spec} delivers to was led elsewhere: look whether it still has what was merged`
      : `The branch that ${spec} delivers to has new commits; what starts now starts from them`,
  baseWentOn: (spec, base, isForced) =>
    `${base} ${isForced ? 'was rewritten' : 'has new commits'} since ${spec} began on it; its last pull request says whether the two merge`,
  forgeLost: (reason, hint) => (hint === undefined ? reason : `${reason} ${hint}`),
  forgeBack: 'GitHub answers again',
  check: (number, name, isFailure) => `PR #${number}: check ${name} ${isFailure ? 'failed' : 'passed'}`,
  conflictForecast: (pairs, count) => `Conflict ahead: ${count === 1 ? 'tasks' : `${count} pairs of tasks`} ${pairs}`,
  conflictOf: (id, pull) => `task ${id}${pull === '' ? '' : ` (${pull})`}`,
  conflict: (what, files) => `Conflict detected: ${what} in ${files}`,
  combinedFailed: (number, command) => `✗ PR #${number} breaks what came before it: ${command}`,
  slotQuarantined: (slot, reason) => `Slot ${slot} is out of use: ${reason}`,
  repositoryAltered: ({ holders, names, count }) =>
    `✗ ${holders === '' ? '' : `While ${holders} was at work: `}${count === 1 ? 'something' : `${count} things`} in your .git changed: ${names}; see \`necrocode doctor\``,
  requestRefused: (message, hint) => `✗ ${message}${hint === undefined ? '' : ` (${hint})`}`,
  andMore: (count) => `and ${count} more`,
};

const ja: Lines = {
  failure: {
    agent_error: 'エージェントが失敗しました',
    agent_timeout: 'エージェントが時間切れになりました',
    no_changes: '変更がありません',
    verify_failed: '検証に失敗しました',
    conflict: '先に統合された変更と競合します',
    policy_violation: 'レビューで止められました',
    changes_requested: '変更を求められました',
    permission_denied: '人の対応がないとエージェントは続行できません',
    quota: 'エージェントの利用枠を使い切りました',
    infra_lost: 'ランナーが失われました',
    cancelled: '取り消されました',
  },
  planned: ({ spec, tasks, version }) => `${spec} を計画しました: タスク ${tasks} 件(第 ${version} 版)`,
  runStarted: ({ spec, tasks, workers, agent }) =>
    `▶ ${spec}: タスク ${tasks} 件、並列数 ${workers}、エージェント ${agent}`,
  runPaused: (spec, by) => `‖ ${spec} を一時停止しました(${by})`,
  runResumed: (spec, by) => `▶ ${spec} を再開しました(${by})`,
  runFinished: {
    completed: (spec, done, all) => `✓ ${spec} の実行が完了: ${all} 件中 ${done} 件のタスクが完了`,
    failed: (spec, done, all) => `✗ ${spec} の実行は失敗したタスクを残して終了: ${all} 件中 ${done} 件のタスクが完了`,
    cancelled: (spec, done, all) => `⊘ ${spec} の実行は取り消されました: ${all} 件中 ${done} 件のタスクが完了`,
  },
  finalPull: (number) => ` → PR #${number} が確認を待っています`,
  taskOpened: ({ id, title }) => `タスク ${id}: ${title} は依存先がすべて完了し、開始できます`,
  taskStarted: ({ id, title, worktree, attempt }) =>
    `${worktree === undefined ? '' : `[Worktree ${worktree}] `}タスク ${id}: ${title} …${attempt > 1 ? `(${attempt} 回目)` : ''}`,
  taskBlocked: (id, by) => `タスク ${id} は ${by} を待っています`,
  taskBack: ({ id, why, isOwners }) =>
    isOwners ? `↩ タスク ${id} を担当に差し戻します: ${why}` : `↻ タスク ${id} をもう一度実行します: ${why}`,
  taskFailed: (id, why) => `✗ タスク ${id} 失敗: ${why}`,
  taskCompleted: (id, pr) => `✓ タスク ${id} 完了${pr === undefined ? '' : ` → PR #${pr}`}`,
  taskCancelled: (id, reason) => `⊘ タスク ${id} 取り消し: ${reason}`,
  retryRequested: (id, by) => `↻ タスク ${id} の再実行が依頼されました(${by})`,
  cancelRequested: (what, by) => `⊘ ${what} の取り消しが依頼されました(${by})`,
  verified: (id, tests) => `タスク ${id}: 検証に合格${tests === 0 ? '' : `(テスト ${tests} 件)`}`,
  verificationFailed: ({ id, round, command }) => `✗ タスク ${id}: 検証 ${round} 回目で失敗: ${command}`,
  personAwaited: ({ id, spec, why }) =>
    `‖ タスク ${id} があなたを待っています${why === undefined ? '' : `(${why})`}: necrocode attach ${spec} ${id}`,
  personAnswered: {
    done: (id, by) => `タスク ${id}: ${by} が完了を告げました。検証します`,
    fail: (id, by) => `タスク ${id}: ${by} が断念しました`,
  },
  workKept: (slot, ref) => `${slot} の未コミットの作業を ${ref} に保存しました`,
  runnerLost: (id, reason) => `✗ タスク ${id}: ランナーが失われました: ${reason}`,
  agentPaused: (agent, until, reason) => `‖ エージェント ${agent} は ${until} まで休止: ${reason}`,
  findings: (id, count, blocking) =>
    `タスク ${id}: レビューの指摘 ${count} 件${blocking === 0 ? '' : `(うち要修正 ${blocking} 件)`}`,
  pullOpened: (number, title) => `PR #${number} を作成: ${title}`,
  pullUpdated: (number) => `PR #${number} を更新`,
  pullCommented: (number, by) => `PR #${number}: ${by} のコメント`,
  pullMerged: (number, by) => `PR #${number} をマージ${by === undefined ? '' : `(${by})`}`,
  pullClosed: (number, reason) => `PR #${number} をクローズ: ${reason}`,
  baseMoved: (spec, isForced) =>
    isForced
      ? `${spec} の納品先ブランチが書き換えられました。マージ済みの内容が残っているか確認してください`
      : `${spec} の納品先ブランチに新しいコミットがあります。以後のタスクはそこから始めます`,
  baseWentOn: (spec, base, isForced) =>
    `${spec} の開始後に ${base} ${isForced ? 'が書き換えられました' : 'に新しいコミットが加わりました'}。マージできるかどうかは最後のプルリクエストに記載します`,
  forgeLost: (reason, hint) => `GitHub に接続できません: ${reason}${hint === undefined ? '' : ` ${hint}`}`,
  forgeBack: 'GitHub に再び接続しました',
  check: (number, name, isFailure) => `PR #${number}: チェック ${name} ${isFailure ? '失敗' : '成功'}`,
  conflictForecast: (pairs, count) => `競合の予測: ${count === 1 ? '' : `${count} 組 `}${pairs}`,
  conflictOf: (id, pull) => `タスク ${id}${pull === '' ? '' : `(${pull})`}`,
  conflict: (what, files) => `競合を検出: ${what}: ${files}`,
  combinedFailed: (number, command) => `✗ PR #${number} は統合後の検証に失敗: ${command}`,
  slotQuarantined: (slot, reason) => `スロット ${slot} を隔離しました: ${reason}`,
  repositoryAltered: ({ holders, names, count }) =>
    `✗ ${holders === '' ? '' : `${holders} の作業中に `}.git の内容が ${count} 件変わりました: ${names}(詳しくは \`necrocode doctor\`)`,
  requestRefused: (message, hint) => `✗ ${message}${hint === undefined ? '' : `(${hint})`}`,
  andMore: (count) => `ほか ${count} 件`,
};

export const linesOf: Record<Language, Lines> = { en, ja };
