// The words of a pull request in each language. A sentence that is missing in one does not compile.
import type { Language } from '../base/text.ts';
import type { ChangeStatus } from '../base/git-verbs.ts';
import type { Finding } from '../model/evidence.ts';
import type { TaskStateName } from '../model/state.ts';

/** Of the pull requests of tasks that have landed: how many trees were proven before. */
interface Proof {
  proven: number;
  landed: number;
}

export interface PullWords {
  task: (id: string) => string;
  attemptBy: (attempt: number, instance: string) => string;
  acceptance: string;
  changes: string;
  changedInAll: (files: number, insertions: number, deletions: number) => string;
  file: string;
  status: Record<ChangeStatus, string>;
  binary: string;
  verification: string;
  verified: (round: number) => string;
  notVerified: string;
  noVerification: string;
  /** `command` lists what the attempt has left. */
  evidence: (command: string) => string;
  command: string;
  exit: string;
  duration: string;
  tests: string;
  testCounts: (tests: { passed: number; failed: number; skipped: number }) => string;
  timedOut: string;
  findings: string;
  noFindings: string;
  severity: Record<Finding['severity'], string>;
  dependencies: string;
  /** The keyword is GitHub's, in every language. */
  closes: (issue: number) => string;
  partOf: (issue: number) => string;
  tryIt: string;
  more: (count: number) => string;
  shortened: string;
  finalTitle: (spec: string) => string;
  /** Without a proof where there are no commands to prove anything with. */
  finalSummary: (counted: { spec: string; done: number; all: number; proof?: Proof }) => string;
  provenInPart: (proof: Proof) => string;
  landedUnproven: (number: number, by: string | undefined) => string;
  /** The two merge; nothing has proven what comes out. */
  baseMoved: (moved: { base: string; isForced: boolean }) => string;
  /** No file at all: the two share no history. */
  baseConflicts: (moved: { base: string; branch: string; isForced: boolean; files: number }) => string;
  tasks: string;
  state: Record<TaskStateName, string>;
  pull: string;
  leftOut: string;
}

export const pullWords: Record<Language, PullWords> = {
  en: {
    task: (id) => `Task ${id}`,
    attemptBy: (attempt, instance) => `attempt ${attempt} by ${instance}`,
    acceptance: 'Acceptance criteria',
    changes: 'What changed',
    changedInAll: (files, insertions, deletions) =>
      `${files === 1 ? '1 file' : `${files} files`}, ${insertions === 1 ? '1 line' : `${insertions} lines`} added, ${deletions} removed.`,
    file: 'File',
    status: { added: 'added', modified: 'changed', deleted: 'deleted', type_changed: 'type changed' },
    binary: 'binary',
    verification: 'Verification',
    verified: (round) => `Passed${round > 1 ? ` in round ${round}` : ''}. NecroCode ran these commands itself.`,
    notVerified: 'Failed.',
    noVerification: 'No commands are configured, so nothing was verified.',
    evidence: (command) => `The evidence is kept where NecroCode ran: ${command}`,
    command: 'Command',
    exit: 'Exit status',
    duration: 'Duration',
    tests: 'Tests',
    testCounts: ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`,
    timedOut: 'took too long',
    findings: 'Review findings',
    noFindings: 'None.',
    severity: { blocking: 'blocking', warning: 'warning', info: 'note' },
    dependencies: 'Depends on',
    closes: (issue) => `Closes #${issue}`,
    partOf: (issue) => `Part of #${issue}`,
    tryIt: 'Try it before it is merged',
    more: (count) => `and ${count} more`,
    shortened: 'The rest was left out, because a pull request has room for so much only.',
    finalTitle: (spec) => `${spec}: all tasks, integrated`,
    finalSummary: ({ spec, done, all, proof }) =>
      `${done} of ${all} tasks of ${spec} are done, integrated one by one${proof === undefined ? '' : provenEn(proof)}.`,
    provenInPart: ({ proven, landed }) =>
      `${proven} of ${landed} integrations passed before they landed; NecroCode ran these commands itself. Nothing has proven the others: run the commands before you merge.`,
    landedUnproven: (number, by) => (by === undefined ? `#${number}` : `#${number}, merged by ${by}`),
    baseMoved: ({ base, isForced }) =>
      `${base} ${isForced ? 'was rewritten' : 'has moved'} since the run began. The two merge without a conflict, but what comes out was not verified.`,
    baseConflicts: ({ base, branch, isForced, files }) =>
      `**This does not merge.** ${base} ${isForced ? 'was rewritten' : 'has moved'} since the run began, and the two ${files === 0 ? 'share no history' : 'conflict in the files below'}. Merge ${base} into ${branch} and solve it there.`,
    tasks: 'Tasks',
    state: {
      blocked: 'blocked',
      ready: 'ready',
      assigned: 'assigned',
      running: 'running',
      verifying: 'verifying',
      review: 'in review',
      done: 'done',
      failed: 'failed',
      cancelled: 'cancelled',
    },
    pull: 'Pull request',
    leftOut: 'left out by the plan',
  },
  ja: {
    task: (id) => `タスク ${id}`,
    attemptBy: (attempt, instance) => `${instance} による ${attempt} 回目の試行`,
    acceptance: '受け入れ基準',
    changes: '変更内容',
    changedInAll: (files, insertions, deletions) => `${files} ファイル、${insertions} 行追加、${deletions} 行削除。`,
    file: 'ファイル',
    status: { added: '追加', modified: '変更', deleted: '削除', type_changed: '種別変更' },
    binary: 'バイナリ',
    verification: '検証',
    verified: (round) => `${round > 1 ? `${round} 回目で` : ''}合格。コマンドは NecroCode 自身が実行しました。`,
    notVerified: '不合格。',
    noVerification: 'コマンドが設定されていないため、検証していません。',
    evidence: (command) => `証跡は NecroCode を実行した環境にあります: ${command}`,
    command: 'コマンド',
    exit: '終了コード',
    duration: '所要時間',
    tests: 'テスト',
    testCounts: ({ passed, failed, skipped }) => `成功 ${passed}、失敗 ${failed}、スキップ ${skipped}`,
    timedOut: '時間切れ',
    findings: 'レビューの指摘',
    noFindings: 'なし。',
    severity: { blocking: '要修正', warning: '警告', info: '参考' },
    dependencies: '依存先',
    closes: (issue) => `Closes #${issue}`,
    partOf: (issue) => `#${issue} の一部です`,
    tryIt: 'マージ前に試すには',
    more: (count) => `ほか ${count} 件`,
    shortened: '長さの上限のため、残りは省略しました。',
    finalTitle: (spec) => `${spec}: 全タスクの統合`,
    finalSummary: ({ spec, done, all, proof }) =>
      `${spec} の ${all} 件中 ${done} 件のタスクが完了し、一つずつ統合しました。${proof === undefined ? '' : provenJa(proof)}`,
    provenInPart: ({ proven, landed }) =>
      `${landed} 件の統合のうち ${proven} 件は統合前に合格しました。コマンドは NecroCode 自身が実行しました。ほかは検証していないため、マージの前にコマンドを実行してください。`,
    landedUnproven: (number, by) => (by === undefined ? `#${number}` : `#${number}(${by} がマージ)`),
    baseMoved: ({ base, isForced }) =>
      `実行の開始後に ${base} が${isForced ? '書き換えられました' : '進みました'}。衝突なくマージできますが、マージ後の全体は検証していません。`,
    baseConflicts: ({ base, branch, isForced, files }) =>
      `**このままではマージできません。** 実行の開始後に ${base} が${isForced ? '書き換えられ' : '進み'}、${files === 0 ? '共通の履歴がありません' : '下記のファイルが衝突しています'}。${branch} に ${base} をマージし、そこで解決してください。`,
    tasks: 'タスク',
    state: {
      blocked: '待機',
      ready: '開始可能',
      assigned: '割り当て済み',
      running: '実行中',
      verifying: '検証中',
      review: 'レビュー中',
      done: '完了',
      failed: '失敗',
      cancelled: '取り消し',
    },
    pull: 'プルリクエスト',
    leftOut: '計画で対象外',
  },
};

function provenEn({ proven, landed }: Proof): string {
  if (landed > 0 && proven === landed) return ', and every combination was verified before it landed';
  return `; ${proven} of ${landed} combinations were verified before they landed`;
}

function provenJa({ proven, landed }: Proof): string {
  if (landed > 0 && proven === landed) return '統合のたびに全体を検証しています。';
  return `統合 ${landed} 件のうち ${proven} 件は、統合前に全体を検証しています。`;
}
