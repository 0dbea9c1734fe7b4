// Features for those who run the system: administration, settings, and the record of what was done.
import type { Feature } from './feature.ts';

export const controlFeatures: readonly Feature[] = [
  {
    id: 'admin',
    kind: 'part',
    keywords: { en: 'admin, administration, back office, admin panel, admin screen', ja: '管理画面、管理者、管理機能' },
    title: { en: 'Administration', ja: '管理画面' },
    story: {
      en: 'As an administrator, I want to look after users and content, so that the system stays in order.',
      ja: '管理者として、ユーザーと内容を管理したい。それにより、システムを健全に保てる。',
    },
    criteria: [
      {
        en: 'WHEN an administrator opens a list THE system SHALL show its entries with paging, sorting and filters.',
        ja: 'WHEN 管理者が一覧を開いたとき THE システム SHALL ページ送り、並べ替え、絞り込みとともに項目を表示する。',
      },
      {
        en: 'IF a user without the administrator role asks for an administration page THEN THE system SHALL answer as if it did not exist.',
        ja: 'IF 管理者ロールのないユーザーが管理ページを要求した THEN THE システム SHALL 存在しないものとして応答する。',
      },
    ],
    records: [],
    needs: ['auth'],
    tasks: [
      {
        key: 'api',
        skill: 'backend',
        title: { en: 'Administration API', ja: '管理 API' },
        work: {
          en: 'Lists and actions over users and content, open to administrators only.',
          ja: 'ユーザーと内容の一覧および操作を、管理者だけに公開する。',
        },
        meets: [1, 2],
        after: ['auth.api', 'permissions.rules'],
        minutes: 30,
      },
      {
        key: 'ui',
        skill: 'frontend',
        title: { en: 'Administration screens', ja: '管理画面の実装' },
        work: {
          en: 'List and detail screens with confirmation before anything is removed.',
          ja: '一覧と詳細の画面を作り、削除の前には確認を求める。',
        },
        meets: [1],
        after: ['admin.api', 'ui.shell'],
        minutes: 30,
      },
    ],
  },
  {
    id: 'settings',
    kind: 'part',
    keywords: { en: 'setting, preference, configuration screen', ja: '設定、環境設定' },
    title: { en: 'Settings', ja: '設定' },
    story: {
      en: 'As a user, I want to adjust how the system behaves, so that it fits the way I work.',
      ja: 'ユーザーとして、動作を調整したい。それにより、自分のやり方に合わせて使える。',
    },
    criteria: [
      {
        en: 'WHEN a user changes a setting THE system SHALL apply it without a restart and keep it for the next visit.',
        ja: 'WHEN ユーザーが設定を変更したとき THE システム SHALL 再起動なしで適用し、次回も保持する。',
      },
      {
        en: 'IF a value is out of range THEN THE system SHALL refuse it and tell the allowed range.',
        ja: 'IF 値が範囲外である THEN THE システム SHALL それを拒否し、許される範囲を示す。',
      },
    ],
    records: ['settings'],
    needs: [],
    tasks: [
      {
        key: 'store',
        skill: 'backend',
        title: { en: 'Settings store', ja: '設定の保存' },
        work: {
          en: 'One schema with defaults for all settings, read and written in one place.',
          ja: '既定値を持つ一つのスキーマで全設定を定義し、一か所で読み書きする。',
        },
        meets: [1, 2],
        after: ['database.schema', 'auth.api'],
        minutes: 20,
      },
      {
        key: 'ui',
        skill: 'frontend',
        title: { en: 'Settings screen', ja: '設定画面' },
        work: {
          en: 'A form made from the schema, with the default shown beside each value.',
          ja: 'スキーマから作るフォームに、各値の既定値を添えて表示する。',
        },
        meets: [1, 2],
        after: ['settings.store', 'ui.shell'],
        minutes: 20,
      },
    ],
  },
  {
    id: 'audit',
    kind: 'part',
    keywords: { en: 'audit, audit log, audit trail, activity log', ja: '監査、監査ログ、操作履歴' },
    title: { en: 'Audit trail', ja: '監査ログ' },
    story: {
      en: 'As an auditor, I want to know who did what and when, so that every change can be explained.',
      ja: '監査担当者として、誰がいつ何をしたかを知りたい。それにより、すべての変更を説明できる。',
    },
    criteria: [
      {
        en: 'WHEN a user changes stored records THE system SHALL append an entry with time, user, action and object.',
        ja: 'WHEN ユーザーが保存済みの記録を変更したとき THE システム SHALL 時刻、ユーザー、操作、対象を追記する。',
      },
      {
        en: 'THE system SHALL offer no way to change or remove an entry of the audit trail.',
        ja: 'THE システム SHALL 監査ログの項目を変更または削除する手段を提供しない。',
      },
    ],
    records: ['audit_entries'],
    needs: ['database'],
    tasks: [
      {
        key: 'trail',
        skill: 'backend',
        title: { en: 'Append-only audit trail', ja: '追記専用の監査ログ' },
        work: {
          en: 'Record every change in the same transaction, and list entries by user, object and time.',
          ja: 'すべての変更を同じトランザクション内で記録し、ユーザー、対象、時刻で一覧できるようにする。',
        },
        meets: [1, 2],
        after: ['database.schema', 'auth.api'],
        minutes: 25,
      },
    ],
  },
];
