import assert from 'node:assert/strict';
import type { DoctorReport } from '../../../../src/core/necrocode.ts';
import { doctorPage } from '../../../../src/extension/commands/doctor-report.ts';
import { english } from '../../../support/l10n.ts';

const healthy: DoctorReport = { problems: [], fixed: [], agents: [] };
const pageOf = (report: Partial<DoctorReport>, name = 'shop') =>
  doctorPage([{ name, report: { ...healthy, ...report } }], english);

describe('the doctor’s page', () => {
  it('says that all is well, repository by repository', () => {
    const page = doctorPage(
      ['shop', 'bank'].map((name) => ({ name, report: healthy })),
      english,
    );
    assert.deepEqual(page.match(/^# .*$|All is well\./gm), [
      ...['# Doctor: shop', 'All is well.', '# Doctor: bank', 'All is well.'],
    ]);
  });

  it('says what is wrong, where, and what helps', () => {
    const problem = {
      severity: 'error',
      what: 'It is torn.',
      place: 'events.jsonl:3',
      fix: 'Mend it.',
      is_mendable: true,
    } as const;
    const page = pageOf({ problems: [problem, { ...problem, severity: 'warning', what: 'It is old.', fix: '' }] });
    assert.match(page, /❌ \*\*It is torn\.\*\* {2}\n {2}`events\.jsonl:3` {2}\n {2}Mend it\./);
    assert.match(page, /⚠️ \*\*It is old\.\*\*/);
    assert.doesNotMatch(page, /All is well/);
  });

  it('says of each agent whether it can be used, and why not', () => {
    const agents = [
      { name: 'kiro', usable: true, version: '1.2.3' },
      { name: 'codex', usable: false, reason: 'it is not signed in', hint: 'Run it once' },
    ];
    const page = pageOf({ agents, fixed: ['One line was taken out.'] });
    assert.match(page, /✅ \*\*kiro\*\* 1\.2\.3\n- ➖ \*\*codex\*\* it is not signed in\. Run it once\n/);
    assert.match(page, /## Mended\n\n- One line was taken out\./);
  });

  it('lets no name and no file act as Markdown', () => {
    const page = pageOf({ fixed: ['<img src=x onerror=alert(1)> [a](command:b)'] }, '![x](http://x)');
    assert.doesNotMatch(page, /<img|(?<!\\)\]\(|(?<!\\)!\[/);
  });
});
