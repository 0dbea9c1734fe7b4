// Titles and folder names made from a sentence.
import assert from 'node:assert/strict';
import { detectLanguage, nameSpec, titleOf } from '../../../../src/core/planner/name-spec.ts';
import { recogniseFeatures } from '../../../../src/core/planner/recognise.ts';

function checkName(text: string, expected: string | RegExp): void {
  const name = nameSpec(text, recogniseFeatures(text).named);
  if (typeof expected === 'string') assert.equal(name, expected);
  else assert.match(name, expected);
}

describe('nameSpec', () => {
  it('takes the telling words of an English sentence, whole words only', () => {
    checkName('Create a real-time chat app with authentication', 'real-time-chat-app-authentication');
    checkName('Please build me a blog.', 'blog');
    checkName('An extraordinarily comprehensive warehouse administration', 'extraordinarily-comprehensive-warehouse');
    checkName('x'.repeat(90), 'x'.repeat(40));
  });

  it('leads with the product of a Japanese sentence and goes on with its parts', () => {
    checkName('認証機能付きチャットアプリ', 'chat-app-auth');
    checkName('チャットアプリ', 'chat-app');
    checkName('検索と通知のあるブログサイト', 'blog-site-notification-search');
    checkName('ログイン', 'auth');
  });

  it('falls back on the Latin words of a Japanese sentence, then on a digest', () => {
    checkName('ねこをGitHubで飼う', 'github');
    checkName('ねこ', /^job-[0-9a-f]{8}$/);
    checkName('🐈', /^job-[0-9a-f]{8}$/);
  });

  it('never gives a device name', () => {
    checkName('con', 'spec-con');
  });
});

describe('titleOf', () => {
  const check = (text: string, expected: string) => assert.equal(titleOf(text, 'fallback'), expected);

  it('is the first line without marks and full stop', () => {
    check('# Build a shop.\n\nWith carts.', 'Build a shop');
    check('- 予約システムを作る。', '予約システムを作る');
    check('\n\n  Two   words\t!', 'Two words');
  });

  it('falls back when no words are left', () => check('。。。', 'fallback'));

  it('is cut between characters, never inside one', () => {
    const title = titleOf('😀'.repeat(200), 'fallback');
    assert.equal(Array.from(title).length, 100);
    assert.ok(title.isWellFormed());
  });
});

describe('detectLanguage', () => {
  for (const [text, expected] of [
    ['Create a chat', 'en'],
    ['Chat アプリ', 'ja'],
    ['予約', 'ja'],
    ['Café 🐈', 'en'],
  ] as const) {
    it(`takes "${text}" for ${expected}`, () => assert.equal(detectLanguage(text), expected));
  }
});
