// The overview of all specs, on a page or as one document of JSON.
import { viewOutline, type StatusOutline } from '../core/model/view-status.ts';
import { renderStatus } from './render/status.ts';
import { print, printJson, type Session } from './session.ts';

export function showOutline(
  session: Session,
  outline: StatusOutline,
  { isAll, isJson }: { isAll: boolean; isJson: boolean },
): void {
  const { messages, paint, stdout, clock } = session;
  const now = clock.now();
  const view = viewOutline(outline, { now });
  if (isJson) printJson(session, view);
  else print(session, renderStatus(view, { messages, paint, width: stdout.columns, now, isAll }));
}
