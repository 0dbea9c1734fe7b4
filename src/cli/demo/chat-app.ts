// What the demo asks for, and which tasks the offline planner makes of it: the playbooks find the prepared work of a task by
// its title, because a number would change with every task that the planner learns to add.
import type { Language } from '../../core/base/text.ts';

export const demoSentences: Record<Language, string> = {
  en: 'Create a real-time chat app with authentication',
  ja: '認証機能付きリアルタイムチャットアプリを作成',
};

/** By the folder in `solutions/`; an order in which each stands behind what it depends on. */
export const demoTitles = {
  database: { en: 'Database schema', ja: 'データベーススキーマ' },
  realtime: { en: 'Real-time channel', ja: 'リアルタイム通信路' },
  'message-server': { en: 'Message server', ja: 'メッセージサーバー' },
  'auth-api': { en: 'Authentication API', ja: '認証 API' },
  'chat-screen': { en: 'Chat screen', ja: 'チャット画面' },
  'login-screens': { en: 'Login and sign-up screens', ja: 'ログイン・登録画面' },
  'integration-tests': { en: 'Integration tests', ja: '統合テスト' },
  docs: { en: 'README and usage guide', ja: 'README と利用ガイド' },
} satisfies Record<string, Record<Language, string>>;
