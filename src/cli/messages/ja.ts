// The messages in Japanese.
import { jaHelp } from './ja-help.ts';
import type { Messages } from './messages.ts';

export const ja: Messages = {
  ...jaHelp,
  usage: {
    unknownCommand: (name) => `「${name}」というコマンドはありません。`,
    unknownOption: (name) => `ここでは ${name} というオプションは使えません。`,
    missingArgument: (name) => `${name} を指定してください。`,
    missingValue: (flag) => `${flag} には値が必要です。`,
    missingCommand: '続くコマンドを指定してください。',
    tooManyArguments: '引数が多すぎます。空白を含む文は引用符で囲んでください。',
    didYouMean: (name) => `${name} ではありませんか?`,
    numberFrom: (min) => `${min} 以上の整数`,
    numberBetween: (min, max) => `${min} から ${max}`,
    orAuto: (range) => `${range}、または auto`,
    wrongValue: ({ flag, expected, got }) => `${flag} には ${expected} を指定してください(指定値: 「${got}」)。`,
  },
  problems: {
    error: 'エラー',
    hint: 'ヒント',
    bug: (message) => `NecroCode の不具合です: ${message}`,
    damaged: (place) =>
      `レジストリが ${place} で壊れています。それより後は表示していません。\`necrocode doctor\` を実行してください。`,
    whereLog: '以下の行を添えて報告してください。.kiro/registry/controller.log に手がかりがある場合があります。',
    unknownSpec: (spec) => `仕様「${spec}」はありません。`,
    planFirst: (spec) => `作成: necrocode plan "作りたいもの" --spec ${spec}`,
    unknownTask: (spec, task) => `${spec} にタスク「${task}」はありません。`,
    listTasks: (spec) => `necrocode status ${spec} --all で一覧を表示します。`,
  },
  common: { more: (count) => `… ほか ${count} 件`, attemptNumber: (attempt) => `(${attempt} 回目)` },
  states: {
    ...{ blocked: '待機', ready: '開始可', assigned: '準備中', running: '実行中', verifying: '検証中' },
    ...{ review: 'レビュー', done: '完了', failed: '失敗', cancelled: '取消' },
  },
  runStates: {
    ...{ planned: '計画済み', running: '実行中', paused: '一時停止' },
    ...{ completed: '完了', failed: '失敗', cancelled: '取消' },
  },
  outcomes: { at_work: '作業中', succeeded: '成功', failed: '失敗', lost: '消失' },
  failures: {
    agent_error: 'エージェントの失敗',
    agent_timeout: 'エージェントの時間切れ',
    no_changes: '変更なし',
    verify_failed: '検証に失敗',
    conflict: '競合',
    policy_violation: 'レビューで停止',
    permission_denied: '権限なし',
    quota: '利用枠の超過',
    infra_lost: 'ランナーの消失',
    cancelled: '取消',
  },
  steps: { prepare: '準備', implement: '実装', format: '整形', verify: '検証', commit: 'コミット' },
  columns: {
    ...{ spec: '仕様', title: '題名', progress: '進捗', done: '完了', state: '状態', task: 'タスク' },
    ...{ attempts: '試行', time: '時間', pull: 'PR', start: '開始', worker: '並列', slot: 'スロット' },
    ...{ holder: '使用者', head: 'HEAD', uses: '使用回数', size: '容量', path: 'パス' },
  },
  status: {
    nothingPlanned: 'まだ計画がありません。一文から始められます:',
    atWork: '作業中',
    needsYou: '対応が必要',
    openPulls: '未マージのプルリクエスト',
    tasks: 'タスク',
    blockedBy: '待ち:',
    failedCount: (count) => `失敗 ${count} 件`,
  },
  needs: {
    taskFailed: ({ id, title, why, holdsUp }) =>
      `タスク ${id} 失敗: ${title}${why === '' ? '' : `(${why})`}${holdsUp === 0 ? '' : `。${holdsUp} 件のタスクが待っています`}`,
    reviewBlocked: ({ id, title, findings }) =>
      `タスク ${id} はレビューの指摘 ${findings} 件で止まっています: ${title}`,
    pullWaits: ({ number, title, isFinal }) => `PR #${number}${isFinal ? '(全体)' : ''}が確認を待っています: ${title}`,
    runPaused: (spec) => `${spec} の実行は一時停止しています`,
    agentRests: (agent, until) => `エージェント ${agent} は利用枠の回復を待っています(${until} まで)`,
    slotQuarantined: (slot, reason) => `${slot} は使用できません: ${reason}`,
  },
  pulls: {
    ...{
      final: '(全体)',
      none: 'プルリクエストはまだありません。',
      noneOpen: '未マージのプルリクエストはありません。',
    },
    ...{ body: '説明', verification: '検証', findings: '指摘', comments: 'コメント', diff: '変更' },
    checks: { none: '', pending: 'チェック中', success: 'チェック合格', failure: 'チェック失敗' },
    states: { open: '未マージ', merged: 'マージ済み', closed: 'クローズ' },
    unknown: (number) => `プルリクエスト #${number} はありません。`,
  },
  task: {
    ...{ description: '説明', acceptance: '受け入れ条件', attempts: '試行', verification: '検証' },
    ...{ failure: '失敗の理由', files: '変更したファイル', next: '次の操作', dependsOn: '依存先', opens: '後続' },
    ...{ blockedBy: '待ち', skill: 'スキル', boundary: '対象ファイル', pull: 'プルリクエスト', commit: 'マージ' },
    ...{ tokens: 'トークン', cost: '費用' },
    tests: ({ passed, failed, skipped }) =>
      `合格 ${passed}${failed > 0 ? `、失敗 ${failed}` : ''}${skipped > 0 ? `、スキップ ${skipped}` : ''}`,
  },
  logs: {
    neverRan: (task) => `タスク ${task} はまだ実行されていません。`,
    noAttempt: (attempt, last) => `${attempt} 回目の試行はありません。最後は ${last} 回目です。`,
    noLogYet: 'まだ出力がありません。',
  },
  simulation: {
    nothingLeft: '残っている作業はありません。',
    ...{ workers: '並列数', makespan: '所要時間', speedup: '速度比', efficiency: '最良比' },
    ...{ lowerBound: '理論上の最短', criticalPath: '最長経路' },
  },
  slots: { none: 'スロットはありません。', savedAs: (ref) => `作業は ${ref} に保存しました` },
  clean: {
    ...{ wouldRemove: '削除予定', removed: '削除', kept: '保持', failed: '失敗' },
    nothing: '片付けるものはありません。',
  },
  artifacts: { none: (attempt) => `${attempt} 回目の試行は証跡を残していません。` },
  doctor: { allWell: '問題はありません。', agents: 'エージェント', mend: '修復できるものを修復:' },
  demo: {
    repository: 'デモ用のリポジトリを作成しました:',
    pulls: 'プルリクエスト',
    timeline: '作業の時間経過',
    lookRound: '中を見るには',
  },
  plan: {
    oneSource: '依頼文か --from のどちらか一方を指定してください。',
    noSource: '作りたいものを一文で書くか、--from でファイルかフォルダーを指定してください。',
    ...{ forecast: '予測', changes: '前の計画からの変更', problems: '確認をおすすめする点', notes: '補足' },
    ...{
      written: '書き込んだファイル',
      next: '次の操作',
      dryRun: '何も書き込んでいません。--dry-run を外すと書き込みます。',
    },
    summary: ({ tasks, waves, version, planner }) =>
      `タスク ${tasks} 件、${waves} 段階、第 ${version} 版、プランナー ${planner}`,
    wave: (number) => `第 ${number} 段階`,
    takes: (workers, time) => `並列数 ${workers} で ${time}`,
  },
  execute: {
    watch: '進行を見る:',
    stopping: '停止しています。エージェントの終了を待っています。もう一度 Ctrl-C を押すと直ちに停止します。',
    stoppingNow: '直ちに停止します。',
    controllerAgain: 'コントローラーが終了したため、新しいコントローラーが引き継ぎます。',
    ctrlC: 'Ctrl-C で停止します。necrocode execute で続きから再開できます。',
    idle: '空き',
    nothingStarted: '何も開始していません。',
    totals: ({ pulls, attempts, speedup }) => `PR ${pulls} 件、試行 ${attempts} 回、単独比 ${speedup} 倍`,
    forecast: ({ tasks, workers, makespan }) => `タスク ${tasks} 件、並列数 ${workers}: 約 ${makespan}。`,
  },
  summary: {
    done: (done, total) => `${total} 件中 ${done} 件のタスクが完了`,
    outcomes: { completed: '完了', failed: '失敗したタスクを残して終了', cancelled: '取り消し' },
    interrupted: '未完了',
    took: ({ elapsed, work, attempts, speedup }) =>
      `所要 ${elapsed}、作業 ${work}、試行 ${attempts} 回、単独比 ${speedup} 倍`,
    expected: (time) => `計画時の予測は ${time}`,
  },
};
