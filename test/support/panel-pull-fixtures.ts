// A pull request as its page is shown it in tests: with evidence, findings, a long talk and a diff of every kind of file.
import { splitDiff } from '../../src/core/model/diff-files.ts';
import type { ToPull } from '../../src/core/model/panel-messages.ts';
import type { ShownPull } from '../../src/core/necrocode.ts';
import { viewPullPage } from '../../src/extension/panels/pull-page.ts';
import { pullWords } from '../../src/extension/panels/pull-words.ts';
import { sha } from './builders.ts';
import { english, japanese } from './l10n.ts';
import { runningChat, type Language } from './panel-fixtures.ts';

const body: Record<Language, string> = {
  en: `<!-- necrocode:chat-app/2.2 -->
**Task 2.2** · \`chat-app\` · attempt 1 by \`backend_spirit_2\`

Log in and sessions

> People log in with their e-mail address and a password, and stay logged in for a week.

### Acceptance criteria

- [ ] A wrong password gives 401 and says nothing about the account
- [ ] A session ends after seven days, or when the person logs out
- [x] Cookies are \`HttpOnly\` and \`SameSite=Lax\`

### What changed

3 files, +46 −7

| File | | + | − |
| --- | --- | ---: | ---: |
| \`src/server/session.ts\` | added | +31 | −0 |
| \`src/server/routes.ts\` | modified | +12 | −7 |

### Try it before it is merged

1. \`git switch feature/task-chat-app-2.2\`
2. \`npm test\`

See https://example.com/sessions for the decision.`,
  ja: `**タスク 2.2** · \`chat-app\` · 1 回目の試行、担当 \`backend_spirit_2\`

ログインとセッション

> メールアドレスとパスワードでログインし、一週間ログインしたままにできる。

### 受け入れ条件

- [ ] パスワードが違うときは 401 を返し、アカウントの有無を明かさない
- [ ] セッションは 7 日後、またはログアウト時に終わる
- [x] Cookie は \`HttpOnly\` かつ \`SameSite=Lax\`

### 変更内容

| ファイル | | + | − |
| --- | --- | ---: | ---: |
| \`src/server/session.ts\` | 追加 | +31 | −0 |
| \`src/server/routes.ts\` | 変更 | +12 | −7 |`,
};

export const diff = `diff --git a/src/server/session.ts b/src/server/session.ts
new file mode 100644
index 0000000..1111111
--- /dev/null
+++ b/src/server/session.ts
@@ -0,0 +1,9 @@
+import { randomBytes } from 'node:crypto';
+
+const weekMs = 7 * 24 * 60 * 60 * 1000;
+
+/** A session ends after a week, or when the person logs out. */
+export function openSession(user: string, now = Date.now()): Session {
+	const id = randomBytes(32).toString('base64url');
+	return { id, user, endsAt: now + weekMs };
+}
diff --git a/src/server/routes.ts b/src/server/routes.ts
index 2222222..3333333 100644
--- a/src/server/routes.ts
+++ b/src/server/routes.ts
@@ -12,7 +12,10 @@ export function routes(app: App): void {
   app.get('/health', (_request, reply) => reply.send('ok'));
 
-  app.post('/login', (request, reply) => reply.code(501).send());
+  app.post('/login', async (request, reply) => {
+    const user = await users.check(request.body);
+    if (user === undefined) return reply.code(401).send();
+    return reply.cookie('session', openSession(user).id, { httpOnly: true, sameSite: 'lax' });
+  });
   app.post('/register', register);
 }
diff --git a/package.json b/package.json
index 4444444..5555555 100644
--- a/package.json
+++ b/package.json
@@ -9,4 +9,5 @@
   "dependencies": {
+    "cookie": "1.1.1",
     "fastify": "5.6.0"
   }
 }
diff --git a/docs/old.md b/docs/old.md
deleted file mode 100644
index 6666666..0000000
--- a/docs/old.md
+++ /dev/null
@@ -1 +0,0 @@
-Nothing.
diff --git a/logo.png b/logo.png
new file mode 100644
index 0000000..7777777
Binary files /dev/null and b/logo.png differ
`;

export function chatPull(language: Language = 'en', fields: Partial<ShownPull> = {}): ShownPull {
  const title = language === 'ja' ? 'タスク 2.2: ログインとセッション' : 'Task 2.2: Log in and sessions';
  const minute = 60_000;
  return {
    ...{ number: 4, spec_id: 'chat-app', task_id: '2.2', title, head: 'feature/task-chat-app-2.2-log-in-and-sessions' },
    ...{
      base: 'necrocode/chat-app',
      head_sha: sha,
      state: 'open',
      is_final: false,
      url: 'https://github.com/o/r/pull/4',
    },
    ...{ opened_at: 20 * minute, updated_at: 21 * minute, body: body[language], diff },
    checks: [
      { name: 'build', state: 'success', at: 20 * minute },
      { name: 'lint', state: 'pending', at: 20 * minute },
    ],
    comments: [
      { by: 'mika', text: 'Please keep the *route* for registration as it was.', at: 20.5 * minute },
      { by: 'backend_spirit_2', text: 'It is as it was: only `/login` has changed.', at: 21 * minute },
    ],
    findings: [
      {
        ...{ kind: 'outside_boundary', severity: 'warning', file: 'package.json', line: 10 },
        message: 'The change goes beyond the declared boundary src/server/**.',
      },
    ],
    verification: {
      ...{ ok: true, round: 2 },
      commands: [
        {
          ...{ command: 'npm run lint', exit_code: 0, duration_ms: 2300, is_timed_out: false, output: '' },
        },
        {
          ...{ command: 'npm test', exit_code: 0, duration_ms: 8400, is_timed_out: false },
          ...{
            output: '✔ logs in\n✔ refuses a wrong password\n42 passing',
            tests: { passed: 42, failed: 0, skipped: 1 },
          },
        },
      ],
    },
    integrations: [
      { at: 20.2 * minute, outcome: 'conflict', files: ['src/server/routes.ts'], message: 'It conflicts with #3.' },
    ],
    ...fields,
  };
}

export interface ToldPull {
  language?: Language;
  isTrusted?: boolean;
}

/** What the host sends to a new page: the page, and the texts of all files. */
export function pullMessages(pull: ShownPull, { language = 'en', isTrusted = true }: ToldPull = {}): ToPull[] {
  const files = pull.diff === undefined ? undefined : splitDiff(pull.diff);
  const page = viewPullPage(
    {
      repository: '/work/chat',
      repository_name: 'chat',
      number: pull.number,
      presence: 'present',
      is_trusted: isTrusted,
    },
    {
      ...{ pull, state: runningChat(language).state, artifacts: ['diff.patch', 'verify.json', 'review.json'] },
      ...{ files, diff_version: 1, problem: undefined },
    },
  );
  const l10n = language === 'ja' ? japanese() : english;
  const patches = (files ?? []).map(({ path, text }) => ({ diff_version: 1, path, text, is_cut: false }));
  return [
    { kind: 'page', language, words: pullWords(l10n), page },
    ...patches.map((patch): ToPull => ({ kind: 'patch', patch })),
  ];
}
