// The wording of the three documents, apart from what features say themselves. One entry per phrase and language: a phrase
// that is missing in one language does not compile.
import type { Language } from './feature.ts';

type Phrases = {
  requirementsTitle: (title: string) => string;
  introduction: string;
  job: string;
  glossary: string;
  glossaryOfSystem: string;
  requirements: string;
  requirement: (number: number, title: string) => string;
  userStory: string;
  acceptanceCriteria: string;

  designTitle: (title: string) => string;
  overview: string;
  madeFromTemplates: string;
  architecture: string;
  architectureText: string;
  components: string;
  dataModels: string;
  recordsText: (records: string) => string;
  noRecords: string;
  errorHandling: string;
  errorHandlingText: string;
  testing: string;
  testedBy: (commands: string) => string;
  testedByNothing: string;
  openQuestions: string;
  openQuestionsList: readonly string[];

  planTitle: (title: string) => string;
  planOverview: (tasks: number) => string;
  tasks: string;
  requirementsMeta: string;
  filesMeta: string;
  checkpoint: string;
  checkpointText: string;
  notes: string;
  tasksNote: string;
  jobCut: string;

  recognised: (titles: string) => string;
  needed: (titles: string) => string;
  nothingRecognised: string;
  newProject: string;
};

export const phrases: Record<Language, Phrases> = {
  en: {
    requirementsTitle: (title) => `Requirements Document: ${title}`,
    introduction: 'Introduction',
    job: 'What was asked for:',
    glossary: 'Glossary',
    glossaryOfSystem: '**System**: what this spec describes and the tasks build.',
    requirements: 'Requirements',
    requirement: (number, title) => `Requirement ${String(number)}: ${title}`,
    userStory: 'User Story:',
    acceptanceCriteria: 'Acceptance Criteria',

    designTitle: (title) => `Design Document: ${title}`,
    overview: 'Overview',
    madeFromTemplates:
      'This plan was put together from templates by the words of the sentence, without a language model. It knows the usual parts of such systems, not what is special about this one: read and adjust it before it is executed.',
    architecture: 'Architecture',
    architectureText:
      'Each part has a folder of its own, so that tasks of different parts can be worked on side by side. Parts meet in the database schema and in the interfaces named below.',
    components: 'Components and Interfaces',
    dataModels: 'Data Models',
    recordsText: (records) =>
      `Records kept: ${records}. Each has an id, the time of its creation and the time of its last change.`,
    noRecords: 'No records of its own are planned.',
    errorHandling: 'Error Handling',
    errorHandlingText:
      'Input is checked where it enters and refused with a message that names the problem; nothing is half stored. Unexpected errors are logged once, without secrets, and answered without details.',
    testing: 'Testing Strategy',
    testedBy: (commands) =>
      `Every task is verified by ${commands}. Unit tests stand beside each part; integration tests go through the outermost interface.`,
    testedByNothing:
      'No test command was found in the repository, so none is prescribed. Set `verify` in `.kiro/necrocode.yaml` as soon as there is one: without it, tasks are only checked by the rules over their changes.',
    openQuestions: 'Open Questions',
    openQuestionsList: [
      'Which languages, frameworks and versions are to be used, where the repository does not say so already?',
      'What is out of scope?',
      'Which limits hold (users, sizes, response times)?',
    ],

    planTitle: (title) => `Implementation Plan: ${title}`,
    planOverview: (tasks) =>
      `${String(tasks)} tasks; what does not depend on each other can be worked on at the same time.`,
    tasks: 'Tasks',
    requirementsMeta: 'Requirements',
    filesMeta: 'Files',
    checkpoint: 'Checkpoint - All parts work together',
    checkpointText: 'Ensure all tests pass on the integrated tree.',
    notes: 'Notes',
    tasksNote: 'The graph below names the dependencies of each task; change it together with the tasks.',
    jobCut: 'The text goes on in requirements.md.',

    recognised: (titles) => `Recognised by their words: ${titles}.`,
    needed: (titles) => `Added because these need it: ${titles}.`,
    nothingRecognised:
      'No known feature was recognised: the plan is the generic one, with the text itself as its only content.',
    newProject: 'The repository looks new: the plan begins with a project skeleton.',
  },
  ja: {
    requirementsTitle: (title) => `要件定義書: ${title}`,
    introduction: 'はじめに',
    job: '依頼内容:',
    glossary: '用語集',
    glossaryOfSystem: '**システム**: この仕様が記述し、タスクが作り上げるもの。',
    requirements: '要件',
    requirement: (number, title) => `要件${String(number)}: ${title}`,
    userStory: 'ユーザーストーリー:',
    acceptanceCriteria: '受入基準',

    designTitle: (title) => `設計書: ${title}`,
    overview: '概要',
    madeFromTemplates:
      'この計画は、言語モデルを使わず、文中の言葉をもとにテンプレートから組み立てたものです。この種のシステムの一般的な構成は反映していますが、固有の事情は反映していません。実行前に読んで調整してください。',
    architecture: 'アーキテクチャ',
    architectureText:
      '各部分は専用のフォルダーを持つため、異なる部分のタスクを並行して進められます。部分同士は、データベーススキーマと以下のインターフェースで接続します。',
    components: 'コンポーネントとインターフェース',
    dataModels: 'データモデル',
    recordsText: (records) => `保存する記録: ${records}。それぞれ ID、作成時刻、最終更新時刻を持ちます。`,
    noRecords: '独自の記録は計画していません。',
    errorHandling: 'エラー処理',
    errorHandlingText:
      '入力は入口で検査し、問題を示すメッセージとともに拒否します。中途半端な保存は残しません。想定外のエラーは秘密を含めずに一度だけ記録し、詳細を返しません。',
    testing: 'テスト戦略',
    testedBy: (commands) =>
      `各タスクは ${commands} で検証します。単体テストは各部分に添え、統合テストは最も外側のインターフェースから行います。`,
    testedByNothing:
      'リポジトリにテストコマンドが見つからないため、指定していません。用意でき次第 `.kiro/necrocode.yaml` の `verify` に設定してください。それまでは変更内容に対する規則だけで検査します。',
    openQuestions: '未決事項',
    openQuestionsList: [
      'リポジトリから分からない場合、どの言語、フレームワーク、バージョンを使うか。',
      '対象外とするものは何か。',
      'どのような上限があるか(利用者数、サイズ、応答時間)。',
    ],

    planTitle: (title) => `実装計画: ${title}`,
    planOverview: (tasks) => `タスクは ${String(tasks)} 件。互いに依存しないものは同時に進められます。`,
    tasks: 'タスク',
    requirementsMeta: '要件',
    filesMeta: 'ファイル',
    checkpoint: 'チェックポイント - 全体が連携して動作する',
    checkpointText: '統合されたツリーですべてのテストが成功することを確認する。',
    notes: '注意事項',
    tasksNote: '以下のグラフは各タスクの依存関係を示します。タスクとともに変更してください。',
    jobCut: '続きは requirements.md にあります。',

    recognised: (titles) => `文中の言葉から認識した機能: ${titles}。`,
    needed: (titles) => `それらに必要なため加えた機能: ${titles}。`,
    nothingRecognised: '既知の機能は認識されませんでした。依頼文そのものを内容とする汎用の計画です。',
    newProject: 'リポジトリは新規とみなし、プロジェクトの骨組みから始めます。',
  },
};
