// The words of `.kiro/current-task.md` and of the prompts, in each language. A missing one does not compile.
import type { Assignment } from '../model/spirit.ts';

export type Language = Assignment['payload']['language'];

export interface TaskWords {
  task: string;
  spec: string;
  branch: string;
  attempt: string;
  acceptance: string;
  requirements: string;
  context: string;
  boundary: string;
  boundaryRule: string;
  verify: string;
  verifyRule: string;
  expectFailure: string;
  earlier: string;
  found: string;
  laid: string;
  conflicts: string;
  rules: string;
  ruleTexts: readonly string[];
  firstPrompt: string;
  conflictPrompt: string;
  fixPrompt: (round: number) => string;
  unchanged: string;
  terminalPrompt: string;
  refusedPrompt: string;
}

const english: TaskWords = {
  task: 'Task',
  spec: 'Spec',
  branch: 'Branch',
  attempt: 'Attempt',
  acceptance: 'Acceptance criteria',
  requirements: 'Requirements',
  context: 'Context',
  boundary: 'Boundary',
  boundaryRule: 'Change only what the task needs. It is expected to touch:',
  verify: 'How it is checked',
  verifyRule: 'These commands are run when you have ended; every one has to succeed:',
  expectFailure:
    'This task is to show a fault: the commands are expected to fail, because the fault is not mended yet.',
  earlier: 'What an earlier attempt came to',
  found: 'What the last check has found',
  laid: 'Its change has been laid onto the present base and lies in the working tree; go on from there.',
  conflicts: 'These files hold conflict markers. Resolve them so that both intentions are kept, and leave no marker:',
  rules: 'Rules',
  ruleTexts: [
    'Work in this folder only.',
    'Do not edit tasks.md: its boxes are ticked when the work has been integrated.',
    'Do not push, and do not commit to or switch to another branch. Committing is not necessary.',
    'Do not edit `.kiro/current-task.md`, `.kiro/registry` or `.kiro/artifacts`; they are never committed.',
    'Never print or write a credential.',
  ],
  firstPrompt: 'Carry out the following task in the current folder. The same text stands in `.kiro/current-task.md`.',
  conflictPrompt:
    'The earlier change for this task conflicts with work that was integrated since. Resolve it as described.',
  fixPrompt: (round) =>
    `Round ${String(round)}: the work was checked and is not right yet. Mend it. What the check found:`,
  unchanged: 'The task itself has not changed; it stands in `.kiro/current-task.md`.',
  terminalPrompt: 'Carry out the task that is described in `.kiro/current-task.md`, in the current folder.',
  refusedPrompt:
    'The work on the task in `.kiro/current-task.md` was checked and is not right yet. Mend what the check has found; it stands there, too.',
};

const japanese: TaskWords = {
  task: 'タスク',
  spec: '仕様',
  branch: 'ブランチ',
  attempt: '試行',
  acceptance: '受け入れ基準',
  requirements: '要件',
  context: '背景',
  boundary: '変更範囲',
  boundaryRule: 'タスクに必要な箇所だけを変更してください。変更が想定される箇所:',
  verify: '検証方法',
  verifyRule: '作業終了後に次のコマンドが実行されます。すべて成功する必要があります:',
  expectFailure:
    'このタスクは不具合を示すためのものです。まだ修正されていないため、コマンドは失敗することが期待されます。',
  earlier: '前回の試行の結果',
  found: '直前の検証で見つかった内容',
  laid: '前回の変更は現在のベースに適用済みで、作業ツリーにあります。そこから続けてください。',
  conflicts:
    '次のファイルにコンフリクトマーカーが残っています。双方の意図を保って解決し、マーカーを残さないでください:',
  rules: 'ルール',
  ruleTexts: [
    'このフォルダーの中だけで作業してください。',
    'tasks.md を編集しないでください。チェックは統合後に付けられます。',
    'プッシュしないでください。別のブランチへの切り替えやコミットもしないでください。コミットは不要です。',
    '`.kiro/current-task.md`、`.kiro/registry`、`.kiro/artifacts` は編集しないでください。コミットされません。',
    '認証情報を出力したり書き込んだりしないでください。',
  ],
  firstPrompt: '現在のフォルダーで次のタスクを実行してください。同じ内容が `.kiro/current-task.md` にあります。',
  conflictPrompt: 'このタスクの前回の変更は、その後に統合された作業と競合しています。説明のとおりに解決してください。',
  fixPrompt: (round) =>
    `ラウンド ${String(round)}: 検証の結果、まだ正しくありません。修正してください。検証で見つかった内容:`,
  unchanged: 'タスク自体に変更はありません。内容は `.kiro/current-task.md` にあります。',
  terminalPrompt: '`.kiro/current-task.md` に書かれたタスクを、現在のフォルダーで実行してください。',
  refusedPrompt:
    '`.kiro/current-task.md` のタスクを検証した結果、まだ正しくありません。同じファイルにある指摘を修正してください。',
};

export const taskWords: Record<Language, TaskWords> = { en: english, ja: japanese };
