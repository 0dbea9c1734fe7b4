// Which features a sentence names.
import assert from 'node:assert/strict';
import { recogniseFeatures } from '../../../../src/core/planner/recognise.ts';

function check(text: string, expected: string): void {
  assert.equal(
    recogniseFeatures(text)
      .named.map((feature) => feature.id)
      .join(' '),
    expected,
    text,
  );
}

describe('recogniseFeatures', () => {
  it('finds English words whatever their case, number and hyphens', () => {
    check('Create a real-time chat app with authentication', 'realtime chat auth');
    check('REALTIME dashboards', 'realtime dashboard');
    check('a real time dash-board', 'realtime');
    check('Send E-Mail notifications', 'email notification');
    check('log in and sign-up', 'auth');
    check('full-stack to-do list with unit tests and CI/CD', 'todo tests ci');
  });

  it('finds Japanese words, also between Latin ones and in half-width or full-width letters', () => {
    check('認証機能付きチャットアプリ', 'auth chat');
    check('リアルタイムのチャット', 'realtime chat');
    check('ﾛｸﾞｲﾝ付きのＡＰＩ', 'auth api');
    check('REST APIとDB設計', 'api database');
    check('ブログに検索とタグ、メール通知を追加', 'blog search email notification');
  });

  it('takes the longest of overlapping words', () => {
    check('管理画面', 'admin');
    check('管理画面と画面', 'admin ui');
    check('タスク管理', 'todo');
    check('ECサイトの決済', 'shop payment');
  });

  it('does not find words inside other words', () => {
    check('capital authors chatter contest', '');
    check('The apiary of Guido', '');
  });

  it('leaves out what is ruled out', () => {
    check('a blog without login', 'blog');
    check('a blog with no user authentication, please', 'blog');
    check('認証なしのチャット', 'chat');
    check('ログイン機能は不要のブログ', 'blog');
  });

  it('keeps what is ruled out once and asked for elsewhere', () => {
    check('no login for visitors, login for editors', 'auth');
  });

  it('adds what a feature needs right before it, unless that is ruled out', () => {
    const all = (text: string) => recogniseFeatures(text).all.map((feature) => feature.id);
    assert.deepEqual(all('profile'), ['database', 'auth', 'profile']);
    assert.deepEqual(all('profile without login'), ['profile']);
  });
});
