// `necrocode doctor`: what is wrong here and how it is mended. Status 1 while
// something is left to mend; what one should only know does not count.
import {
  doctor as examine,
  locate,
  type AgentProbe,
  type DoctorProblem,
  type ForgeReport,
} from '../../core/necrocode.ts';
import { plainText } from '../../core/base/text.ts';
import type { Given } from '../given.ts';
import { titled } from '../render/status.ts';
import { print, printJson, type ExitStatus, type Session } from '../session.ts';

export async function doctor(session: Session, given: Given): Promise<ExitStatus> {
  const { messages, paint } = session;
  const place = await locate(session.cwd);
  const { problems, fixed, agents, forge } = await examine(place, { fix: given.flag('fix') });
  if (given.flag('json')) {
    printJson(session, { problems, fixed, forge, agents });
  } else {
    const isMendable = problems.some(({ is_mendable }) => is_mendable);
    print(session, [
      ...fixed.map((line) => `${paint.good('✓')} ${line}`),
      ...problems.flatMap((problem) => problemLines(problem, session)),
      ...(problems.length === 0 ? [`${paint.good('✓')} ${messages.doctor.allWell}`] : []),
      ...titled(messages.doctor.forge, forge === undefined ? [] : forgeLines(forge, session), { paint }),
      ...titled(
        messages.doctor.agents,
        agents.map((agent) => agentLine(agent, session)),
        { paint },
      ),
      ...(isMendable ? ['', `${messages.doctor.mend} ${paint.name('necrocode doctor --fix')}`] : []),
    ]);
  }
  return problems.some(({ severity, is_mendable }) => severity === 'error' || is_mendable) ? 1 : 0;
}

function problemLines({ severity, words, place }: DoctorProblem, { paint, language }: Session): string[] {
  const { message, hint = '' } = words[language];
  const sign = severity === 'error' ? paint.bad('✗') : paint.warn('!');
  return [`${sign} ${message} ${paint.faint(`(${place})`)}`, ...(hint === '' ? [] : [`  ${hint}`])];
}

/** What it means when a line is missing here stands among the problems. */
function forgeLines(forge: ForgeReport, { messages, paint, language }: Session): string[] {
  const { kind, repository = '', sign_in, login, may_push, why } = forge;
  const words = messages.doctor;
  const reason = [why?.[language].message, why?.[language].hint].filter((part) => part !== undefined).join(' ');
  const because = reason === '' ? [] : [paint.faint(`    ${plainText(reason)}`)];
  if (kind === 'local') return [`  ${paint.good('✓')} ${words.forgeHere}`, ...because];
  const who = plainText([sign_in, login === undefined ? undefined : `(${login})`].filter(Boolean).join(' '));
  const line = `${words.forgeOnGithub({ repository: plainText(repository), who })}${may_push === true ? words.mayPush : ''}`;
  const sign = may_push === true ? paint.good('✓') : why === undefined ? paint.bad('✗') : paint.warn('!');
  return [`  ${sign} ${line}`, ...because];
}

function agentLine(agent: AgentProbe, { paint, language, messages }: Session): string {
  const { name, usable, version = '', sign_in, why } = agent;
  const details = [version, sign_in === 'unknown' ? messages.doctor.signInUnknown : ''].filter((part) => part !== '');
  if (sign_in === 'unknown') return `  ${paint.warn('?')} ${name} ${paint.faint(details.join(', '))}`;
  if (usable) return `  ${paint.good('✓')} ${name} ${paint.faint(version)}`.trimEnd();
  const { message, hint } = why?.[language] ?? {};
  return paint.faint(`  · ${name}: ${[message, hint].filter((part) => part !== undefined).join(' ')}`);
}
