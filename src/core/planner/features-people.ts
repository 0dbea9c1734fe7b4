// Features about who uses the system and what they may do.
import type { Feature } from './feature.ts';

export const peopleFeatures: readonly Feature[] = [
  {
    id: 'auth',
    kind: 'part',
    keywords: {
      en: 'auth, authentication, login, log in, sign in, sign up, sign on, oauth, password, user account',
      ja: '認証、ログイン、サインイン、サインアップ、ユーザー登録、会員登録、パスワード',
    },
    title: { en: 'Authentication', ja: '認証' },
    story: {
      en: 'As a visitor, I want to sign up and sign in, so that only I can reach what is mine.',
      ja: '訪問者として、登録とログインをしたい。それにより、自分のものには自分だけがアクセスできる。',
    },
    criteria: [
      {
        en: 'WHEN a visitor submits valid credentials THE system SHALL open a session and return it in a secure, HTTP-only cookie or token.',
        ja: 'WHEN 訪問者が正しい資格情報を送信したとき THE システム SHALL セッションを開始し、安全な HTTP 専用クッキーまたはトークンで返す。',
      },
      {
        en: 'IF the credentials are wrong THEN THE system SHALL refuse with one message that does not tell whether the account exists.',
        ja: 'IF 資格情報が誤っている THEN THE システム SHALL アカウントの有無を明かさない同一のメッセージで拒否する。',
      },
      {
        en: 'WHEN a user signs out THE system SHALL end the session at once.',
        ja: 'WHEN ユーザーがログアウトしたとき THE システム SHALL ただちにセッションを終了する。',
      },
      {
        en: 'WHILE nobody is signed in THE system SHALL refuse every protected request and show the sign-in screen.',
        ja: 'WHILE 誰もログインしていない間 THE システム SHALL 保護されたすべての要求を拒否し、ログイン画面を表示する。',
      },
    ],
    records: ['users', 'sessions'],
    needs: ['database'],
    tasks: [
      {
        key: 'api',
        skill: 'backend',
        title: { en: 'Authentication API', ja: '認証 API' },
        work: {
          en: 'Sign-up, sign-in, sign-out and a guard for protected requests; passwords are stored with a memory-hard hash only.',
          ja: '登録、ログイン、ログアウトと、保護された要求の検査を実装する。パスワードはメモリ困難なハッシュでのみ保存する。',
        },
        meets: [1, 2, 3, 4],
        after: ['database.schema', 'api.contract'],
        minutes: 35,
      },
      {
        key: 'ui',
        skill: 'frontend',
        title: { en: 'Login and sign-up screens', ja: 'ログイン・登録画面' },
        work: {
          en: 'Screens to sign up, sign in and sign out, with field errors and a return to the page that was asked for.',
          ja: '登録、ログイン、ログアウトの画面を作り、項目ごとのエラー表示と、元のページへの復帰を実装する。',
        },
        meets: [1, 2, 4],
        after: ['auth.api', 'ui.shell'],
        minutes: 25,
      },
    ],
  },
  {
    id: 'permissions',
    kind: 'part',
    keywords: {
      en: 'permission, authorization, rbac, role based, access control',
      ja: '権限、認可、アクセス制御、ロール',
    },
    title: { en: 'Roles and permissions', ja: '権限' },
    story: {
      en: 'As an owner, I want to decide who may do what, so that nobody changes what is not theirs.',
      ja: '所有者として、誰が何をできるかを決めたい。それにより、他人のものを変更されずに済む。',
    },
    criteria: [
      {
        en: 'WHEN a user asks for an action THE system SHALL allow it only if a role of the user grants it.',
        ja: 'WHEN ユーザーが操作を要求したとき THE システム SHALL そのロールが許す場合にのみ実行する。',
      },
      {
        en: 'IF an action is not granted THEN THE system SHALL refuse it, record the refusal and change nothing.',
        ja: 'IF 操作が許されていない THEN THE システム SHALL それを拒否して記録し、何も変更しない。',
      },
    ],
    records: ['roles', 'grants'],
    needs: ['auth'],
    tasks: [
      {
        key: 'rules',
        skill: 'backend',
        title: { en: 'Permission rules', ja: '権限ルール' },
        work: {
          en: 'One table of roles and actions, one function that decides, and its use at every protected entry.',
          ja: 'ロールと操作の表、判定関数を一つずつ用意し、保護されたすべての入口で使う。',
        },
        meets: [1, 2],
        after: ['auth.api'],
        minutes: 30,
      },
    ],
  },
  {
    id: 'profile',
    kind: 'part',
    keywords: { en: 'profile, my page, avatar', ja: 'プロフィール、マイページ、アバター' },
    title: { en: 'User profile', ja: 'プロフィール' },
    story: {
      en: 'As a user, I want to see and change my profile, so that others know me as I wish.',
      ja: 'ユーザーとして、自分のプロフィールを見て変更したい。それにより、望む形で自分を知ってもらえる。',
    },
    criteria: [
      {
        en: 'WHEN a user saves valid changes THE system SHALL store them and show the new profile.',
        ja: 'WHEN ユーザーが正しい変更を保存したとき THE システム SHALL それを保存し、新しいプロフィールを表示する。',
      },
      {
        en: 'IF a user tries to change the profile of another THEN THE system SHALL refuse.',
        ja: 'IF ユーザーが他人のプロフィールを変更しようとした THEN THE システム SHALL それを拒否する。',
      },
    ],
    records: ['profiles'],
    needs: ['auth'],
    tasks: [
      {
        key: 'api',
        skill: 'backend',
        title: { en: 'Profile API', ja: 'プロフィール API' },
        work: {
          en: 'Read and update a profile, with validation of every field.',
          ja: 'プロフィールの取得と更新を、全項目の検証とともに実装する。',
        },
        meets: [1, 2],
        after: ['auth.api'],
        minutes: 20,
      },
      {
        key: 'ui',
        skill: 'frontend',
        title: { en: 'Profile screen', ja: 'プロフィール画面' },
        work: {
          en: 'View and edit forms with unsaved-changes protection.',
          ja: '表示と編集のフォームを作り、未保存の変更を保護する。',
        },
        meets: [1],
        after: ['profile.api', 'ui.shell'],
        minutes: 20,
      },
    ],
  },
];
