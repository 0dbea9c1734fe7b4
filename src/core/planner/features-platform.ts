// Features that carry the others: storage, interface, screens, speed and protection.
import type { Feature } from './feature.ts';

export const platformFeatures: readonly Feature[] = [
  {
    id: 'database',
    kind: 'part',
    keywords: {
      en: 'database, db, schema, postgres, postgresql, mysql, sqlite, mongodb, persistence, data model',
      ja: 'データベース、スキーマ、永続化、データモデル、DB設計',
    },
    title: { en: 'Database', ja: 'データベース' },
    story: {
      en: 'As a developer, I want one schema with migrations, so that every part stores its records the same way.',
      ja: '開発者として、マイグレーション付きの一つのスキーマがほしい。それにより、どの部分も同じ方法で記録を保存できる。',
    },
    criteria: [
      {
        en: 'WHEN the migrations run on an empty database THE system SHALL create the whole schema, and do nothing when run again.',
        ja: 'WHEN 空のデータベースでマイグレーションを実行したとき THE システム SHALL 全スキーマを作成し、再実行では何もしない。',
      },
      {
        en: 'IF a write breaks a rule of the schema THEN THE system SHALL refuse it and leave nothing half stored.',
        ja: 'IF 書き込みがスキーマの規則に反する THEN THE システム SHALL それを拒否し、中途半端な保存を残さない。',
      },
    ],
    records: [],
    needs: [],
    tasks: [
      {
        key: 'schema',
        skill: 'database',
        title: { en: 'Database schema', ja: 'データベーススキーマ' },
        work: {
          en: 'Tables, keys, indexes and constraints as repeatable migrations, with the access functions that the other parts use.',
          ja: 'テーブル、キー、索引、制約を繰り返し実行できるマイグレーションとして定義し、他の部分が使うアクセス関数を用意する。',
        },
        meets: [1, 2],
        after: [],
        minutes: 30,
      },
    ],
  },
  {
    id: 'api',
    kind: 'part',
    keywords: {
      en: 'api, rest, rest api, graphql, backend, server, endpoint, openapi, microservice',
      ja: 'バックエンド、サーバー、エンドポイント、サーバサイド',
    },
    title: { en: 'API', ja: 'API' },
    story: {
      en: 'As a client developer, I want one described interface, so that screens and servers can be built side by side.',
      ja: 'クライアント開発者として、記述された一つのインターフェースがほしい。それにより、画面とサーバーを並行して作れる。',
    },
    criteria: [
      {
        en: 'WHEN a request is valid THE API SHALL answer in the described form with the fitting status.',
        ja: 'WHEN 正しい要求を受けたとき THE API SHALL 記述された形式と適切なステータスで応答する。',
      },
      {
        en: 'IF a request is invalid THEN THE API SHALL answer with one error format that names every wrong field.',
        ja: 'IF 要求が正しくない THEN THE API SHALL 誤った項目をすべて示す共通のエラー形式で応答する。',
      },
    ],
    records: [],
    needs: [],
    tasks: [
      {
        key: 'contract',
        skill: 'backend',
        title: { en: 'API contract and routing', ja: 'API 契約とルーティング' },
        work: {
          en: 'Routing, validation, error format and a machine-readable description that is tested against the code.',
          ja: 'ルーティング、検証、エラー形式と、コードとの一致をテストする機械可読な記述を用意する。',
        },
        meets: [1, 2],
        after: [],
        minutes: 25,
      },
    ],
  },
  {
    id: 'ui',
    kind: 'part',
    keywords: {
      en: 'ui, user interface, frontend, front end, web app, website, web site, screen, landing page, responsive, react, vue',
      ja: '画面、フロントエンド、ユーザーインターフェース、ウェブアプリ、ウェブサイト、Webサイト、レスポンシブ',
    },
    title: { en: 'User interface', ja: 'ユーザーインターフェース' },
    story: {
      en: 'As a user, I want screens that look and behave alike, so that I find my way without a manual.',
      ja: 'ユーザーとして、見た目と動作のそろった画面がほしい。それにより、説明書なしで使える。',
    },
    criteria: [
      {
        en: 'WHEN a user opens any screen THE system SHALL show the same navigation and mark where the user is.',
        ja: 'WHEN ユーザーが任意の画面を開いたとき THE システム SHALL 共通のナビゲーションと現在位置を表示する。',
      },
      {
        en: 'WHILE something loads THE system SHALL show that it loads, and IF it fails THEN THE system SHALL offer another try.',
        ja: 'WHILE 読み込み中である間 THE システム SHALL その旨を表示し、IF 失敗した THEN THE システム SHALL 再試行を案内する。',
      },
    ],
    records: [],
    needs: [],
    tasks: [
      {
        key: 'shell',
        skill: 'frontend',
        title: { en: 'Application shell', ja: 'アプリケーションの外枠' },
        work: {
          en: 'Layout, navigation, routing, shared components and the states for loading, empty and failed.',
          ja: 'レイアウト、ナビゲーション、ルーティング、共通部品と、読み込み中、空、失敗の状態を作る。',
        },
        meets: [1, 2],
        after: [],
        area: 'shell',
        minutes: 30,
      },
    ],
  },
  {
    id: 'cache',
    kind: 'part',
    keywords: { en: 'cache, caching, redis', ja: 'キャッシュ、キャッシング' },
    title: { en: 'Cache', ja: 'キャッシュ' },
    story: {
      en: 'As a user, I want frequent answers at once, so that I do not wait for what is already known.',
      ja: 'ユーザーとして、よく使う結果をすぐに得たい。それにより、分かっていることを待たずに済む。',
    },
    criteria: [
      {
        en: 'WHEN a stored record changes THE system SHALL no longer answer with the old one.',
        ja: 'WHEN 保存された記録が変わったとき THE システム SHALL 古い内容で応答しない。',
      },
      {
        en: 'IF the cache cannot be reached THEN THE system SHALL answer from the source.',
        ja: 'IF キャッシュに接続できない THEN THE システム SHALL 元の保存先から応答する。',
      },
    ],
    records: [],
    needs: [],
    tasks: [
      {
        key: 'layer',
        skill: 'backend',
        title: { en: 'Cache layer', ja: 'キャッシュ層' },
        work: {
          en: 'A bounded cache with expiry and removal by key, one in-flight load per key, and hit counters.',
          ja: '上限、期限、キーごとの削除、キーごとに一つだけの読み込み、命中数の計測を備えたキャッシュを作る。',
        },
        meets: [1, 2],
        after: ['database.schema', 'api.contract'],
        minutes: 20,
      },
    ],
  },
  {
    id: 'rate-limit',
    kind: 'part',
    keywords: {
      en: 'rate limit, rate limiting, throttling, throttle, abuse protection',
      ja: 'レート制限、流量制限、スロットリング、アクセス制限',
    },
    title: { en: 'Rate limit', ja: 'レート制限' },
    story: {
      en: 'As an operator, I want to bound what one client may ask, so that all others are still served.',
      ja: '運用者として、一つのクライアントの要求を制限したい。それにより、他の全員に応答し続けられる。',
    },
    criteria: [
      {
        en: 'IF a client exceeds its limit THEN THE system SHALL answer with status 429 and the time after which to try again.',
        ja: 'IF クライアントが上限を超えた THEN THE システム SHALL ステータス 429 と再試行までの時間を返す。',
      },
      {
        en: 'WHILE one client is limited THE system SHALL serve all others without delay.',
        ja: 'WHILE あるクライアントが制限されている間 THE システム SHALL 他には遅れなく応答する。',
      },
    ],
    records: [],
    needs: [],
    tasks: [
      {
        key: 'limiter',
        skill: 'backend',
        title: { en: 'Rate limiter', ja: 'レートリミッター' },
        work: {
          en: 'A token bucket per client and route with an injected clock, applied before any costly work.',
          ja: 'クライアントと経路ごとのトークンバケットを、時計を差し替え可能な形で作り、重い処理の前に適用する。',
        },
        meets: [1, 2],
        after: ['api.contract'],
        minutes: 20,
      },
    ],
  },
];
