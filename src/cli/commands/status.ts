// `necrocode status`: what is planned, what runs, what needs a person; of all specs, or of one with its tasks. The overview is
// asked for most: it loads nothing of the other two.
import { locate, readOutline } from '../../core/necrocode.ts';
import type { Given } from '../given.ts';
import type { ExitStatus, Session } from '../session.ts';
import { showOutline } from '../show-outline.ts';
import { warnOfDamage } from '../warn-of-damage.ts';

export async function status(session: Session, given: Given): Promise<ExitStatus> {
  const place = await locate(session.cwd);
  const wanted = { spec: given.optionalArgument(0), isAll: given.flag('all'), isJson: given.flag('json') };
  if (wanted.spec !== undefined || given.flag('watch')) {
    const { showStatus, watchStatus } = await import('../status-in-full.ts');
    return (given.flag('watch') ? watchStatus : showStatus)(session, place, wanted);
  }
  const { outline, damage } = await readOutline(place);
  warnOfDamage(session, damage);
  showOutline(session, outline, wanted);
  return 0;
}
