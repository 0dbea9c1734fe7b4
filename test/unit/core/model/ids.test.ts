import assert from 'node:assert/strict';
import { branchOfTask, slugOf, specIdSchema, taskIdSchema } from '../../../../src/core/model/ids.ts';

const hostile = [
  '',
  '.',
  '..',
  '../../x',
  'a/b',
  'a\\b',
  '-x',
  '--upload-pack=x',
  '.hidden',
  'a;b',
  '$(id)',
  'a b',
  'a\nb',
  'a\0b',
  'a..b',
  'trailing.',
  'CON',
  'con.txt',
  'Nul',
  'lpt1',
  'x.lock',
  'X.LOCK',
  'x'.repeat(65),
  '\u202Eevil',
  'タスク',
  'a~1',
  'a^b',
  'a:b',
  'a?b',
  'a*b',
  'a[b',
];

describe('ids', () => {
  for (const name of hostile) {
    it(`refuses ${JSON.stringify(name.length > 20 ? `${name.slice(0, 5)}… (${name.length})` : name)}`, () => {
      assert.equal(taskIdSchema.safeParse(name).success, false);
      assert.equal(specIdSchema.safeParse(name).success, false);
    });
  }
  for (const name of ['1', '1.2', 'T005a', 'A-1', '7.3@L119', 'console', 'x'.repeat(64)]) {
    it(`accepts the task ${name}`, () => assert.equal(taskIdSchema.parse(name), name));
  }
  it('accepts no @ in the name of a spec', () => {
    assert.equal(specIdSchema.parse('chat-app_2.0'), 'chat-app_2.0');
    assert.equal(specIdSchema.safeParse('a@b').success, false);
  });
});

describe('slugOf', () => {
  const rows: [string, string][] = [
    ['Database schema', 'database-schema'],
    ['  Über—Größe!  ', 'u-ber-gro-e'],
    ['データベース', 'task'],
    ['ログイン UI 画面', 'ui'],
    ['../../etc/passwd', 'etc-passwd'],
    ['x'.repeat(39) + ' yy', 'x'.repeat(39)],
    ['$(rm -rf /)', 'rm-rf'],
  ];
  for (const [text, expected] of rows)
    it(`makes ${expected} of ${text}`, () => assert.equal(slugOf(text, 'task'), expected));
});

describe('branchOfTask', () => {
  const rows: [string, string, string, string][] = [
    ['chat-app', '2.1', 'Login UI', 'feature/task-chat-app-2.1-login-ui'],
    ['chat-app', '7.3@L119', 'データ', 'feature/task-chat-app-7.3-L119-task'],
  ];
  for (const [spec, task, title, expected] of rows) {
    it(`names ${expected}`, () => assert.equal(branchOfTask(spec, task, title), expected));
  }
});
