// `necrocode doctor`: what is wrong here and how it is mended. Status 1 while something is left.
import { doctor as examine, locate } from '../../core/necrocode.ts';
import type { Given } from '../given.ts';
import { print, printJson, type ExitStatus, type Session } from '../session.ts';

export async function doctor(session: Session, given: Given): Promise<ExitStatus> {
  const { messages, paint } = session;
  const place = await locate(session.cwd);
  const { problems, fixed } = await examine(place, { fix: given.flag('fix') });
  if (given.flag('json')) {
    printJson(session, { problems, fixed });
  } else {
    const isMendable = problems.some(({ is_mendable }) => is_mendable);
    print(session, [
      ...fixed.map((line) => `${paint.good('✓')} ${line}`),
      ...problems.flatMap(({ severity, what, place: where, fix }) => [
        `${severity === 'error' ? paint.bad('✗') : paint.warn('!')} ${what} ${paint.faint(`(${where})`)}`,
        ...(fix === '' ? [] : [`  ${fix}`]),
      ]),
      ...(problems.length === 0 ? [`${paint.good('✓')} ${messages.doctor.allWell}`] : []),
      ...(isMendable ? ['', `${messages.doctor.mend} ${paint.name('necrocode doctor --fix')}`] : []),
    ]);
  }
  return problems.length === 0 ? 0 : 1;
}
