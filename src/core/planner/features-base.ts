// The parts that no sentence asks for by name: the skeleton of a new project, the work of a sentence in which no feature was
// recognised, and what closes every plan. They are features like all others, so that requirements and tasks are numbered alike.
import type { Feature } from './feature.ts';

export const foundationFeature: Feature = {
  id: 'foundation',
  kind: 'part',
  keywords: { en: '', ja: '' },
  title: { en: 'Foundation', ja: '基盤' },
  story: {
    en: 'As a developer, I want a project that builds and tests with one command, so that all further work starts from firm ground.',
    ja: '開発者として、一つのコマンドでビルドとテストができるプロジェクトがほしい。それにより、以後の作業を確かな土台から始められる。',
  },
  criteria: [
    {
      en: 'WHEN a developer checks out the repository THE project SHALL install, start and run its tests with documented commands.',
      ja: 'WHEN 開発者がリポジトリを取得したとき THE プロジェクト SHALL 文書化されたコマンドでインストール、起動、テストの実行ができる。',
    },
    {
      en: 'IF a required setting is missing THEN THE project SHALL stop at the start with a message that names the setting.',
      ja: 'IF 必要な設定が欠けている THEN THE プロジェクト SHALL その設定名を示すメッセージを出して起動時に停止する。',
    },
  ],
  records: [],
  needs: [],
  tasks: [
    {
      key: 'skeleton',
      skill: 'devops',
      title: { en: 'Project skeleton', ja: 'プロジェクトの骨組み' },
      work: {
        en: 'Create the folder layout, the manifest with start and test commands, the configuration that is read in one place, and one passing test.',
        ja: 'フォルダー構成、起動とテストのコマンドを持つマニフェスト、一か所で読み込む設定、成功するテスト一つを作成する。',
      },
      meets: [1, 2],
      after: [],
      files: ['*', '{source}/**', '{test}/**'],
      minutes: 15,
    },
  ],
};

export const coreFeature: Feature = {
  id: 'core',
  kind: 'part',
  keywords: { en: '', ja: '' },
  title: { en: 'Requested change', ja: '依頼された変更' },
  story: {
    en: 'As the person who asked, I want what the job describes, so that I can use it and build on it.',
    ja: '依頼者として、依頼文に書かれたものがほしい。それにより、それを使い、さらに発展させられる。',
  },
  criteria: [
    {
      en: 'WHEN a user does what the job describes THE system SHALL respond as the job describes.',
      ja: 'WHEN ユーザーが依頼文に書かれた操作を行ったとき THE システム SHALL 依頼文のとおりに応答する。',
    },
    {
      en: 'IF the input is invalid THEN THE system SHALL refuse it with a message that names the problem and leave stored state unchanged.',
      ja: 'IF 入力が正しくない THEN THE システム SHALL 問題を示すメッセージとともに拒否し、保存済みの状態を変えない。',
    },
  ],
  records: [],
  needs: [],
  tasks: [
    {
      key: 'interfaces',
      skill: 'backend',
      title: { en: 'Types and interfaces', ja: '型とインターフェースの定義' },
      work: {
        en: 'Read the job and the repository, then write down the types, the entry points and the errors of the change, with the smallest code that compiles.',
        ja: '依頼文とリポジトリを読み、変更に必要な型、入口、エラーを、コンパイルできる最小のコードとして書き出す。',
      },
      meets: [1],
      after: [],
      files: ['{source}/**'],
      minutes: 15,
    },
    {
      key: 'implementation',
      skill: 'backend',
      title: { en: 'Implementation', ja: '実装' },
      work: {
        en: 'Implement what the job describes behind these interfaces, with unit tests beside it.',
        ja: '定義したインターフェースに沿って依頼内容を実装し、単体テストを添える。',
      },
      meets: [1, 2],
      after: ['core.interfaces'],
      files: ['{source}/**', '{test}/**'],
      minutes: 40,
    },
  ],
};

export const closingFeature: Feature = {
  id: 'closing',
  kind: 'part',
  keywords: { en: '', ja: '' },
  title: { en: 'Integration and documentation', ja: '統合と文書化' },
  story: {
    en: 'As a maintainer, I want the parts tested together and described, so that others can run and change them.',
    ja: '保守担当者として、各部分をまとめてテストし説明を残したい。それにより、他の人も動かし変更できる。',
  },
  criteria: [
    {
      en: 'WHEN the integration tests run THE system SHALL pass the main path of every requirement above.',
      ja: 'WHEN 統合テストを実行したとき THE システム SHALL 上記すべての要件の主要な流れに合格する。',
    },
    {
      en: 'THE documentation SHALL tell how to install, configure, run and test the system.',
      ja: 'THE 文書 SHALL システムのインストール、設定、実行、テストの方法を説明する。',
    },
  ],
  records: [],
  needs: [],
  tasks: [
    {
      key: 'tests',
      skill: 'qa',
      title: { en: 'Integration tests', ja: '統合テスト' },
      work: {
        en: 'Test the main path of every requirement through the outermost interface, failures included, without sleeping and without the network.',
        ja: '各要件の主要な流れを、失敗時も含めて最も外側のインターフェースからテストする。待ち時間やネットワークには頼らない。',
      },
      meets: [1],
      after: ['*'],
      files: ['{test}/integration/**'],
      minutes: 25,
    },
    {
      key: 'docs',
      skill: 'docs',
      title: { en: 'README and usage guide', ja: 'README と利用ガイド' },
      work: {
        en: 'Describe purpose, installation, settings, use and tests; every command shown has been run.',
        ja: '目的、インストール、設定、使い方、テストを説明する。掲載するコマンドはすべて実行して確かめる。',
      },
      meets: [2],
      after: ['*'],
      files: ['README.md', 'docs/**'],
      minutes: 15,
    },
  ],
};
