// What the doctor has found, as a page of Markdown: problems with their way out, where pull requests will be, the agents that can be
// used here, and why the others cannot.
import { inert, inertCode } from '../../core/base/inert.ts';
import type { AgentProbe, DoctorReport, ForgeReport } from '../../core/necrocode.ts';
import type { Tongue } from '../localize.ts';

export function doctorPage(reports: readonly { name: string; report: DoctorReport }[], tongue: Tongue): string {
  return `${reports.flatMap(({ name, report }) => section(name, report, tongue)).join('\n')}\n`;
}

function section(name: string, { problems, fixed, forge, agents }: DoctorReport, tongue: Tongue): string[] {
  const { l10n } = tongue;
  const list = problems.map(({ severity, words, place }) => {
    const { message, hint = '' } = words[tongue.language];
    return [
      `- ${severity === 'error' ? '❌' : '⚠️'} **${inert(message)}**`,
      `  ${inertCode(place)}`,
      ...(hint === '' ? [] : [`  ${inert(hint)}`]),
    ].join('  \n');
  });
  return [
    `# ${l10n.t('Doctor: {0}', inert(name))}`,
    '',
    ...(problems.length === 0 ? [`✅ ${l10n.t('All is well.')}`] : list),
    '',
    ...(fixed.length === 0 ? [] : [`## ${l10n.t('Mended')}`, '', ...fixed.map((one) => `- ${inert(one)}`), '']),
    ...(forge === undefined ? [] : [`## ${l10n.t('Pull requests')}`, '', ...forgeLines(forge, tongue), '']),
    `## ${l10n.t('Agents')}`,
    '',
    ...agents.map((agent) => agentLine(agent, tongue)),
    '',
  ];
}

function agentLine({ name, usable, version, sign_in, why }: AgentProbe, { l10n, language }: Tongue): string {
  const { message = version, hint } = why?.[language] ?? {};
  const unknown = sign_in === 'unknown' ? `(${l10n.t('sign-in unknown')})` : undefined;
  const told = [message, hint, unknown].flatMap((part) => (part === undefined ? [] : [inert(part)]));
  return `- ${usable ? (sign_in === 'unknown' ? '❔' : '✅') : '➖'} **${inert(name)}** ${told.join(' ')}`.trimEnd();
}

function forgeLines(forge: ForgeReport, { l10n, language }: Tongue): string[] {
  const { kind, repository = '', sign_in, login, may_push, why } = forge;
  const { message, hint } = why?.[language] ?? {};
  const because = [message, hint].flatMap((part) => (part === undefined ? [] : [`  ${inert(part)}`]));
  if (kind === 'local') return [[`- ✅ ${l10n.t('They stay in this repository.')}`, ...because].join('  \n')];
  const place = ['GitHub', inert(repository)].join(' ').trim();
  const where =
    login !== undefined
      ? l10n.t('{0}, signed in as {1}', place, inert(login))
      : sign_in === undefined
        ? place
        : l10n.t('{0}, signed in by {1}', place, inert(sign_in));
  const mark = may_push === true ? '✅' : why === undefined ? '❌' : '⚠️';
  return [[`- ${mark} ${where}`, ...because].join('  \n')];
}
