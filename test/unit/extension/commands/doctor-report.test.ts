import assert from 'node:assert/strict';
import type { DoctorReport } from '../../../../src/core/necrocode.ts';
import { doctorPage } from '../../../../src/extension/commands/doctor-report.ts';
import { english, japanese } from '../../../support/l10n.ts';

const healthy: DoctorReport = { problems: [], fixed: [], agents: [] };
const pageOf = (report: Partial<DoctorReport>, name = 'shop') =>
  doctorPage([{ name, report: { ...healthy, ...report } }], { l10n: english, language: 'en' });

describe('the doctor’s page', () => {
  it('says that all is well, repository by repository', () => {
    const page = doctorPage(
      ['shop', 'bank'].map((name) => ({ name, report: healthy })),
      { l10n: english, language: 'en' },
    );
    assert.deepEqual(page.match(/^# .*$|All is well\./gm), [
      ...['# Doctor: shop', 'All is well.', '# Doctor: bank', 'All is well.'],
    ]);
  });

  it('says what is wrong, where, and what helps', () => {
    const problem = {
      severity: 'error',
      words: { en: { message: 'It is torn.', hint: 'Mend it.' }, ja: { message: '壊れています。' } },
      place: 'events.jsonl:3',
      is_mendable: true,
    } as const;
    const old = { message: 'It is old.' };
    const page = pageOf({ problems: [problem, { ...problem, severity: 'warning', words: { en: old, ja: old } }] });
    assert.match(page, /❌ \*\*It is torn\.\*\* {2}\n {2}`events\.jsonl:3` {2}\n {2}Mend it\./);
    assert.match(page, /⚠️ \*\*It is old\.\*\*/);
    assert.doesNotMatch(page, /All is well/);
  });

  it('says of each agent whether it can be used, and why not', () => {
    const why = {
      en: { message: 'Nobody is signed in.', hint: 'Run it once' },
      ja: { message: 'サインインしていません。' },
    };
    const agents = [
      { name: 'kiro', usable: true, version: '1.2.3' },
      { name: 'gemini', usable: true, version: '0.61.0', sign_in: 'unknown' as const },
      { name: 'codex', usable: false, why },
    ];
    const page = pageOf({ agents, fixed: ['One line was taken out.'] });
    assert.match(
      page,
      /✅ \*\*kiro\*\* 1\.2\.3\n- ❔ \*\*gemini\*\* 0\.61\.0 \(sign-in unknown\)\n- ➖ \*\*codex\*\* Nobody is signed in\. Run it once\n/,
    );
    assert.match(page, /## Mended\n\n- One line was taken out\./);
  });

  it('says where pull requests will be, and whether the sign-in may do what it takes', () => {
    const here = { message: 'There is no remote.', hint: 'Add one.' };
    const why = { en: here, ja: { message: 'リモートがありません。' } };
    assert.match(
      pageOf({ forge: { kind: 'local', why } }),
      /## Pull requests\n\n- ✅ They stay in this repository\. {2}\n {2}There is no remote\. {2}\n {2}Add one\./,
    );
    const there = { kind: 'github', repository: 'octo/app', sign_in: 'gh', login: 'rita' } as const;
    assert.match(pageOf({ forge: { ...there, may_push: true } }), /- ✅ GitHub octo\/app, signed in as rita\n/);
    assert.match(pageOf({ forge: { ...there, may_push: false } }), /- ❌ GitHub octo\/app/);
    const page = doctorPage([{ name: 'shop', report: { ...healthy, forge: { kind: 'local', why } } }], {
      ...{ l10n: japanese(), language: 'ja' },
    });
    assert.match(page, /このリポジトリの中に置かれます。 {2}\n {2}リモートがありません。/);
  });

  it('lets no name and no file act as Markdown', () => {
    const page = pageOf({ fixed: ['<img src=x onerror=alert(1)> [a](command:b)'] }, '![x](http://x)');
    assert.doesNotMatch(page, /<img|(?<!\\)\]\(|(?<!\\)!\[/);
  });
});
