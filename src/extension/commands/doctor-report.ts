// What the doctor has found, as a page of Markdown: problems with their way out, the agents that can be used here, and why the
// others cannot.
import { inert, inertCode } from '../../core/base/inert.ts';
import type { DoctorReport } from '../../core/necrocode.ts';
import type { L10n } from '../localize.ts';

export function doctorPage(reports: readonly { name: string; report: DoctorReport }[], l10n: L10n): string {
  return `${reports.flatMap(({ name, report }) => section(name, report, l10n)).join('\n')}\n`;
}

function section(name: string, { problems, fixed, agents }: DoctorReport, l10n: L10n): string[] {
  const list = problems.map(({ severity, what, place, fix }) =>
    [
      `- ${severity === 'error' ? '❌' : '⚠️'} **${inert(what)}**`,
      `  ${inertCode(place)}`,
      ...(fix === '' ? [] : [`  ${inert(fix)}`]),
    ].join('  \n'),
  );
  return [
    `# ${l10n.t('Doctor: {0}', inert(name))}`,
    '',
    ...(problems.length === 0 ? [`✅ ${l10n.t('All is well.')}`] : list),
    '',
    ...(fixed.length === 0 ? [] : [`## ${l10n.t('Mended')}`, '', ...fixed.map((one) => `- ${inert(one)}`), '']),
    `## ${l10n.t('Agents')}`,
    '',
    ...agents.map(({ name: agent, usable, version, reason, hint }) => {
      const told = usable ? (version ?? '') : [reason, hint].filter((part) => part !== undefined).join('. ');
      return `- ${usable ? '✅' : '➖'} **${inert(agent)}** ${inert(told)}`.trimEnd();
    }),
    '',
  ];
}
