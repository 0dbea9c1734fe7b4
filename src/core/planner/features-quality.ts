// Features about trusting and understanding the code itself.
import type { Feature } from './feature.ts';

export const qualityFeatures: readonly Feature[] = [
  {
    id: 'tests',
    kind: 'part',
    keywords: {
      en: 'test, unit test, test suite, tdd, coverage, quality assurance',
      ja: 'テスト、単体テスト、ユニットテスト、自動テスト、品質保証',
    },
    title: { en: 'Tests', ja: 'テスト' },
    story: {
      en: 'As a developer, I want tests that are quick and easy to write, so that I change code without fear.',
      ja: '開発者として、速く書きやすいテストがほしい。それにより、恐れずにコードを変更できる。',
    },
    criteria: [
      {
        en: 'WHEN a developer runs the test command THE project SHALL run all unit tests and name every failure with its place.',
        ja: 'WHEN 開発者がテストコマンドを実行したとき THE プロジェクト SHALL 全単体テストを実行し、失敗をその場所とともに示す。',
      },
      {
        en: 'WHEN the tests end THE project SHALL leave no process and no file behind.',
        ja: 'WHEN テストが終わったとき THE プロジェクト SHALL プロセスもファイルも残さない。',
      },
    ],
    records: [],
    needs: [],
    tasks: [
      {
        key: 'harness',
        skill: 'qa',
        title: { en: 'Test harness and builders', ja: 'テスト基盤とビルダー' },
        work: {
          en: 'Test runner, builders for the records, temporary folders that clean up, and a first test of each kind.',
          ja: 'テストランナー、記録のビルダー、後始末をする一時フォルダーと、種類ごとの最初のテストを用意する。',
        },
        meets: [1, 2],
        after: [],
        files: ['{test}/support/**'],
        minutes: 20,
      },
    ],
  },
  {
    id: 'docs',
    kind: 'part',
    keywords: {
      en: 'doc, documentation, readme, tutorial, api reference, user guide, manual',
      ja: 'ドキュメント、説明書、マニュアル、チュートリアル、手順書、リファレンス',
    },
    title: { en: 'Documentation', ja: 'ドキュメント' },
    story: {
      en: 'As a newcomer, I want a guide with examples, so that I can use the system within ten minutes.',
      ja: '初めての人として、例のある案内がほしい。それにより、十分以内に使い始められる。',
    },
    criteria: [
      {
        en: 'WHEN a newcomer follows the guide THE reader SHALL reach a first result without further help.',
        ja: 'WHEN 初めての人が案内に従ったとき THE 読者 SHALL 他の助けなしに最初の結果に到達する。',
      },
      {
        en: 'IF an example no longer works THEN THE tests SHALL fail and name the example.',
        ja: 'IF 例が動かなくなった THEN THE テスト SHALL 失敗し、その例を示す。',
      },
    ],
    records: [],
    needs: [],
    tasks: [
      {
        key: 'guide',
        skill: 'docs',
        title: { en: 'Guide with tested examples', ja: '検証済みの例を含むガイド' },
        work: {
          en: 'A guide from installation to the first result, whose examples are run by the tests.',
          ja: 'インストールから最初の結果までの案内を書き、掲載する例をテストで実行する。',
        },
        meets: [1, 2],
        after: ['api.contract', 'database.schema'],
        files: ['docs/guide/**', 'examples/**'],
        minutes: 20,
      },
    ],
  },
  {
    id: 'security',
    kind: 'part',
    keywords: {
      en: 'security, secure, hardening, csrf, xss, encryption',
      ja: 'セキュリティ、暗号化、脆弱性対策',
    },
    title: { en: 'Security', ja: 'セキュリティ' },
    story: {
      en: 'As an owner, I want the usual attacks to fail, so that what users entrust to us stays safe.',
      ja: '所有者として、よくある攻撃を防ぎたい。それにより、ユーザーから預かったものを守れる。',
    },
    criteria: [
      {
        en: 'WHEN a response is sent THE system SHALL set a strict content policy and the usual protective headers.',
        ja: 'WHEN 応答を返すとき THE システム SHALL 厳格なコンテンツポリシーと一般的な保護ヘッダーを付ける。',
      },
      {
        en: 'IF a request that changes something lacks a proof of its origin THEN THE system SHALL refuse it.',
        ja: 'IF 変更を伴う要求に発信元の証明がない THEN THE システム SHALL それを拒否する。',
      },
    ],
    records: [],
    needs: [],
    tasks: [
      {
        key: 'guards',
        skill: 'backend',
        title: { en: 'Protective headers and request guards', ja: '保護ヘッダーと要求の検査' },
        work: {
          en: 'Headers, origin checks, size limits and encoding of output, with a test for each attack.',
          ja: 'ヘッダー、発信元の検査、サイズ上限、出力の符号化を実装し、攻撃ごとにテストする。',
        },
        meets: [1, 2],
        after: ['api.contract'],
        minutes: 25,
      },
    ],
  },
];
