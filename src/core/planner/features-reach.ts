// Features that widen who and what can use the system: languages, people, devices, programs.
import type { Feature } from './feature.ts';

export const reachFeatures: readonly Feature[] = [
  {
    id: 'i18n',
    kind: 'part',
    keywords: {
      en: 'i18n, internationalization, internationalisation, localization, multilingual, multi language, translation',
      ja: '多言語、国際化、翻訳、多言語対応、ローカライズ',
    },
    title: { en: 'Languages', ja: '多言語対応' },
    story: {
      en: 'As a user, I want the system in my language, so that I understand it at once.',
      ja: 'ユーザーとして、自分の言語で使いたい。それにより、すぐに理解できる。',
    },
    criteria: [
      {
        en: 'WHEN a user chooses a language THE system SHALL show every text, date and number in it.',
        ja: 'WHEN ユーザーが言語を選んだとき THE システム SHALL すべての文章、日付、数値をその言語で表示する。',
      },
      {
        en: 'IF a text has no translation THEN THE build SHALL fail and name the text.',
        ja: 'IF 翻訳のない文章がある THEN THE ビルド SHALL 失敗し、その文章を示す。',
      },
    ],
    records: [],
    needs: [],
    tasks: [
      {
        key: 'texts',
        skill: 'frontend',
        title: { en: 'Translated texts', ja: '翻訳テキスト' },
        work: {
          en: 'Typed message tables per language, choice of the language, formats for dates and numbers.',
          ja: '言語ごとの型付きメッセージ表、言語の選択、日付と数値の書式を用意する。',
        },
        meets: [1, 2],
        after: ['ui.shell'],
        minutes: 25,
      },
    ],
  },
  {
    id: 'accessibility',
    kind: 'part',
    keywords: {
      en: 'accessibility, a11y, wcag, screen reader',
      ja: 'アクセシビリティ、スクリーンリーダー、バリアフリー',
    },
    title: { en: 'Accessibility', ja: 'アクセシビリティ' },
    story: {
      en: 'As a user with a screen reader or a keyboard alone, I want to reach everything, so that I am not left out.',
      ja: 'スクリーンリーダーやキーボードだけを使うユーザーとして、すべてに到達したい。それにより、取り残されない。',
    },
    criteria: [
      {
        en: 'WHEN a user moves by keyboard THE system SHALL reach every control in a sensible order with a visible focus.',
        ja: 'WHEN ユーザーがキーボードで移動したとき THE システム SHALL 自然な順序と見えるフォーカスで全操作に到達させる。',
      },
      {
        en: 'THE system SHALL meet WCAG 2.2 level AA in names, roles and contrast.',
        ja: 'THE システム SHALL 名前、役割、コントラストについて WCAG 2.2 レベル AA を満たす。',
      },
    ],
    records: [],
    needs: [],
    tasks: [
      {
        key: 'audit',
        skill: 'frontend',
        title: { en: 'Accessibility checks', ja: 'アクセシビリティ検査' },
        work: {
          en: 'Automatic checks of every screen, and shared components that pass them.',
          ja: '全画面の自動検査と、それに合格する共通部品を用意する。',
        },
        meets: [1, 2],
        after: ['ui.shell'],
        minutes: 25,
      },
    ],
  },
  {
    id: 'theme',
    kind: 'part',
    keywords: { en: 'dark mode, theme, dark theme, color scheme', ja: 'ダークモード、テーマ、配色' },
    title: { en: 'Themes', ja: 'テーマ' },
    story: {
      en: 'As a user, I want a light and a dark look, so that my eyes rest.',
      ja: 'ユーザーとして、明るい表示と暗い表示を選びたい。それにより、目が疲れない。',
    },
    criteria: [
      {
        en: 'WHEN a user chooses a theme THE system SHALL apply it at once and remember it.',
        ja: 'WHEN ユーザーがテーマを選んだとき THE システム SHALL ただちに適用し、記憶する。',
      },
      {
        en: 'WHILE no theme is chosen THE system SHALL follow the device.',
        ja: 'WHILE テーマが選ばれていない間 THE システム SHALL 端末の設定に従う。',
      },
    ],
    records: [],
    needs: [],
    tasks: [
      {
        key: 'tokens',
        skill: 'frontend',
        title: { en: 'Theme tokens and switch', ja: 'テーマの定義と切り替え' },
        work: {
          en: 'Colours as named tokens with sufficient contrast in both themes, and a switch without a flash at load.',
          ja: '両テーマで十分なコントラストを持つ色を名前付きで定義し、読み込み時にちらつかない切り替えを作る。',
        },
        meets: [1, 2],
        after: ['ui.shell'],
        minutes: 15,
      },
    ],
  },
  {
    id: 'cli',
    kind: 'product',
    keywords: {
      en: 'cli, command line, command line tool, terminal app',
      ja: 'コマンドライン、コマンドラインツール、ターミナル',
    },
    title: { en: 'Command line', ja: 'コマンドライン' },
    story: {
      en: 'As a developer, I want to use it from the terminal, so that I can script it.',
      ja: '開発者として、端末から使いたい。それにより、スクリプトに組み込める。',
    },
    criteria: [
      {
        en: 'WHEN a command succeeds THE program SHALL exit with 0 and write its result to standard output only.',
        ja: 'WHEN コマンドが成功したとき THE プログラム SHALL 0 で終了し、結果だけを標準出力に書く。',
      },
      {
        en: 'IF the arguments are wrong THEN THE program SHALL exit with 2 and show the usage on standard error.',
        ja: 'IF 引数が誤っている THEN THE プログラム SHALL 2 で終了し、使い方を標準エラーに示す。',
      },
    ],
    records: [],
    needs: [],
    tasks: [
      {
        key: 'commands',
        skill: 'backend',
        title: { en: 'Commands and help', ja: 'コマンドとヘルプ' },
        work: {
          en: 'Argument parser, help with examples, machine-readable output and exit statuses.',
          ja: '引数の解析、例の付いたヘルプ、機械可読な出力、終了ステータスを実装する。',
        },
        meets: [1, 2],
        after: [],
        files: ['{source}/cli/**', '{test}/cli/**'],
        minutes: 25,
      },
    ],
  },
  {
    id: 'webhook',
    kind: 'part',
    keywords: { en: 'webhook, web hook, callback url', ja: 'ウェブフック、外部連携' },
    title: { en: 'Webhooks', ja: 'ウェブフック' },
    story: {
      en: 'As an integrator, I want other systems told of events, so that they can react.',
      ja: '連携担当者として、出来事を他のシステムに知らせたい。それにより、他のシステムが反応できる。',
    },
    criteria: [
      {
        en: 'WHEN an event happens THE system SHALL send a signed request to every subscriber of it.',
        ja: 'WHEN 出来事が起きたとき THE システム SHALL すべての購読先に署名付きの要求を送る。',
      },
      {
        en: 'IF a subscriber does not answer THEN THE system SHALL retry with growing delays and never follow redirects to private networks.',
        ja: 'IF 購読先が応答しない THEN THE システム SHALL 間隔を広げて再試行し、内部ネットワークへの転送には従わない。',
      },
    ],
    records: ['subscriptions'],
    needs: ['database'],
    tasks: [
      {
        key: 'sender',
        skill: 'backend',
        title: { en: 'Webhook delivery', ja: 'ウェブフック配信' },
        work: {
          en: 'Subscriptions, signatures, retries and a log of deliveries.',
          ja: '購読、署名、再試行、配信履歴を実装する。',
        },
        meets: [1, 2],
        after: ['database.schema', 'api.contract'],
        minutes: 25,
      },
    ],
  },
];
