// `necrocode artifacts`: what an attempt has left as evidence; a list, or the text of one.
import { UserError } from '../../core/base/errors.ts';
import { listArtifacts, locate, readArtifactText, readState } from '../../core/necrocode.ts';
import { findSpec, findTask } from '../find-spec.ts';
import type { Given } from '../given.ts';
import { renderTable, type Cell } from '../render/table.ts';
import { formatBytes, formatTime } from '../render/time.ts';
import { print, printJson, type ExitStatus, type Session } from '../session.ts';

export async function artifacts(session: Session, given: Given): Promise<ExitStatus> {
  const { messages, paint, stdout } = session;
  const [spec_id, task_id] = [given.argument(0), given.argument(1)];
  const place = await locate(session.cwd);
  const { attempts } = findTask(findSpec(await readState(place), spec_id, session), task_id, session);
  if (attempts.length === 0) throw new UserError(messages.logs.neverRan(task_id));
  const of = { spec_id, task_id, attempt: given.number('attempt') ?? attempts.length };
  const wanted = given.text('read');
  if (wanted !== undefined) {
    stdout.write(await readArtifactText(place, of, wanted));
    return 0;
  }
  const found = await listArtifacts(place, of);
  if (given.flag('json')) printJson(session, found);
  else if (found.length === 0) print(session, [messages.artifacts.none(of.attempt)]);
  else {
    const rows = found.map(({ name, kind, bytes, created_at, sha256, path }): Cell[] => [
      { text: name, brush: paint.name },
      kind,
      formatBytes(bytes),
      formatTime(created_at),
      { text: sha256.slice(0, 12), brush: paint.faint },
      { text: path, brush: paint.faint },
    ]);
    const columns = [{ min: 8 }, {}, { align: 'right' as const }, {}, {}, { min: 10 }];
    print(session, renderTable(rows, { columns, width: stdout.columns }));
  }
  return 0;
}
