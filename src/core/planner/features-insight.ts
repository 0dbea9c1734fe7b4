// Features that look at what is kept, bring it in, and hand it out again.
import type { Feature } from './feature.ts';

export const insightFeatures: readonly Feature[] = [
  {
    id: 'dashboard',
    kind: 'product',
    keywords: {
      en: 'dashboard, analytics, chart, statistics, reporting',
      ja: 'ダッシュボード、グラフ、集計、分析、統計、レポート',
    },
    title: { en: 'Dashboard', ja: 'ダッシュボード' },
    story: {
      en: 'As a decision maker, I want the key figures on one screen, so that I see at once what needs attention.',
      ja: '意思決定者として、主要な数値を一画面で見たい。それにより、注意すべき点がすぐに分かる。',
    },
    criteria: [
      {
        en: 'WHEN a user opens the dashboard THE system SHALL show each figure with its unit and the time it was worked out.',
        ja: 'WHEN ユーザーがダッシュボードを開いたとき THE システム SHALL 各数値を単位と算出時刻とともに表示する。',
      },
      {
        en: 'IF one figure cannot be worked out THEN THE system SHALL mark that figure and show all others.',
        ja: 'IF ある数値を算出できない THEN THE システム SHALL その数値に印を付け、他はすべて表示する。',
      },
    ],
    records: ['figures'],
    needs: ['database'],
    tasks: [
      {
        key: 'figures',
        skill: 'backend',
        title: { en: 'Key figures', ja: '主要数値の集計' },
        work: {
          en: 'Work out the figures for any period, each defined in one place and tested against known numbers.',
          ja: '任意の期間の数値を集計する。定義はそれぞれ一か所にまとめ、既知の値でテストする。',
        },
        meets: [1, 2],
        after: ['database.schema', 'api.contract'],
        minutes: 30,
      },
      {
        key: 'ui',
        skill: 'frontend',
        title: { en: 'Dashboard screen', ja: 'ダッシュボード画面' },
        work: {
          en: 'Tiles and charts that also read well without colour and on a narrow screen.',
          ja: '色に頼らず、狭い画面でも読みやすいタイルとグラフを作る。',
        },
        meets: [1, 2],
        after: ['dashboard.figures', 'ui.shell'],
        minutes: 30,
      },
    ],
  },
  {
    id: 'export',
    kind: 'part',
    keywords: {
      en: 'export, csv, csv export, excel, download as csv, pdf export',
      ja: 'エクスポート、CSV出力、CSVエクスポート、書き出し、帳票',
    },
    title: { en: 'Export', ja: 'エクスポート' },
    story: {
      en: 'As a user, I want to take lists out as CSV, so that I can go on with them elsewhere.',
      ja: 'ユーザーとして、一覧を CSV で取り出したい。それにより、他の道具で作業を続けられる。',
    },
    criteria: [
      {
        en: 'WHEN a user exports a list THE system SHALL stream a UTF-8 CSV file with a header line and properly quoted fields.',
        ja: 'WHEN ユーザーが一覧を書き出したとき THE システム SHALL 見出し行と正しい引用符を持つ UTF-8 の CSV を順次出力する。',
      },
      {
        en: 'IF a field begins like a formula THEN THE system SHALL write it so that a spreadsheet treats it as text.',
        ja: 'IF 項目が数式のように始まる THEN THE システム SHALL 表計算ソフトが文字列として扱うように書き出す。',
      },
    ],
    records: [],
    needs: [],
    tasks: [
      {
        key: 'csv',
        skill: 'backend',
        title: { en: 'CSV export', ja: 'CSV エクスポート' },
        work: {
          en: 'Streamed export of every list, with the filters of the screen.',
          ja: '画面の絞り込みを反映した一覧の書き出しを、順次出力で実装する。',
        },
        meets: [1, 2],
        after: ['database.schema', 'api.contract'],
        minutes: 20,
      },
    ],
  },
  {
    id: 'importer',
    kind: 'part',
    keywords: { en: 'import, bulk import, csv import, importer', ja: 'インポート、一括登録、CSV取込、取り込み' },
    title: { en: 'Import', ja: 'インポート' },
    story: {
      en: 'As a user, I want to bring in many entries at once, so that I need not type them.',
      ja: 'ユーザーとして、多くの項目を一度に取り込みたい。それにより、手入力が不要になる。',
    },
    criteria: [
      {
        en: 'WHEN a user imports a valid file THE system SHALL take in all its entries or none.',
        ja: 'WHEN ユーザーが正しいファイルを取り込んだとき THE システム SHALL すべての項目を取り込むか、一つも取り込まない。',
      },
      {
        en: 'IF lines are wrong THEN THE system SHALL list every wrong line with its number and its reason.',
        ja: 'IF 誤った行がある THEN THE システム SHALL すべての誤りを行番号と理由とともに一覧にする。',
      },
    ],
    records: [],
    needs: ['database'],
    tasks: [
      {
        key: 'reader',
        skill: 'backend',
        title: { en: 'Import of many entries', ja: '一括インポート' },
        work: {
          en: 'Read, check and take in a file in one transaction, with a trial mode that changes nothing.',
          ja: 'ファイルの読み取り、検査、取り込みを一つのトランザクションで行い、何も変えない試行モードも用意する。',
        },
        meets: [1, 2],
        after: ['database.schema', 'api.contract'],
        minutes: 25,
      },
    ],
  },
  {
    id: 'calendar',
    kind: 'product',
    keywords: { en: 'calendar, schedule, scheduler, event planner', ja: 'カレンダー、スケジュール、予定表、日程調整' },
    title: { en: 'Calendar', ja: 'カレンダー' },
    story: {
      en: 'As a user, I want to see and move my appointments, so that I know what comes next.',
      ja: 'ユーザーとして、予定を見て動かしたい。それにより、次に何があるかが分かる。',
    },
    criteria: [
      {
        en: 'WHEN a user saves an appointment THE system SHALL show it at the right time in every time zone.',
        ja: 'WHEN ユーザーが予定を保存したとき THE システム SHALL どのタイムゾーンでも正しい時刻に表示する。',
      },
      {
        en: 'IF an appointment ends before it begins THEN THE system SHALL refuse it.',
        ja: 'IF 予定の終了が開始より前である THEN THE システム SHALL それを拒否する。',
      },
    ],
    records: ['appointments'],
    needs: ['database'],
    tasks: [
      {
        key: 'api',
        skill: 'backend',
        title: { en: 'Appointment API', ja: '予定 API' },
        work: {
          en: 'Create, move, repeat and remove appointments; times are stored in UTC with their zone.',
          ja: '予定の作成、移動、繰り返し、削除を実装し、時刻はタイムゾーン付きの UTC で保存する。',
        },
        meets: [1, 2],
        after: ['database.schema', 'api.contract'],
        minutes: 30,
      },
      {
        key: 'ui',
        skill: 'frontend',
        title: { en: 'Calendar screen', ja: 'カレンダー画面' },
        work: {
          en: 'Day, week and month views that can be used by keyboard.',
          ja: 'キーボードでも操作できる日、週、月の表示を作る。',
        },
        meets: [1, 2],
        after: ['calendar.api', 'ui.shell'],
        minutes: 35,
      },
    ],
  },
];
