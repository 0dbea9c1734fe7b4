// `necrocode pr`: pull requests, to list, read, merge, comment on and send back.
import { UserError } from '../../core/base/errors.ts';
import { viewPulls } from '../../core/model/view-pulls.ts';
import { locate, readState, showPull, submit, type Asked } from '../../core/necrocode.ts';
import { findSpec } from '../find-spec.ts';
import type { Given } from '../given.ts';
import { refreshPulls } from '../refresh-pulls.ts';
import { renderPullPage } from '../render/pull-page.ts';
import { renderPulls } from '../render/pulls.ts';
import { print, printJson, type ExitStatus, type Session } from '../session.ts';
import { UsageError } from '../usage-error.ts';
import { isUnfinished } from './steer.ts';

export async function listPulls(session: Session, given: Given): Promise<ExitStatus> {
  const place = await locate(session.cwd);
  const known = await readState(place);
  const spec = given.optionalArgument(0);
  if (spec !== undefined) findSpec(known, spec, session);
  const state = await refreshPulls(session, place, known);
  const isAll = given.flag('all');
  const rows = viewPulls(state, { spec, state: isAll ? undefined : 'open' });
  const { messages, paint, stdout } = session;
  if (given.flag('json')) printJson(session, rows);
  else if (rows.length === 0) print(session, [isAll ? messages.pulls.none : messages.pulls.noneOpen]);
  else print(session, renderPulls(rows, { messages, paint, width: stdout.columns, isAll: true, rowsMax: Infinity }));
  return 0;
}

export async function showPullRequest(session: Session, given: Given): Promise<ExitStatus> {
  const place = await locate(session.cwd);
  const number = numberOf(session, given);
  await refreshPulls(session, place, await readState(place));
  const pull = await showPull(place, number, { withDiff: given.flag('diff') });
  const { messages, paint, stdout } = session;
  if (given.flag('json')) printJson(session, pull);
  else print(session, renderPullPage(pull, { messages, paint, width: stdout.columns }));
  return 0;
}

export async function mergePull(session: Session, given: Given): Promise<ExitStatus> {
  return ask(session, given, { kind: 'merge', number: numberOf(session, given) });
}

export async function commentPull(session: Session, given: Given): Promise<ExitStatus> {
  return ask(session, given, { kind: 'comment', number: numberOf(session, given), text: textOf(session, given) });
}

export async function requestChanges(session: Session, given: Given): Promise<ExitStatus> {
  const [number, text] = [numberOf(session, given), textOf(session, given)];
  return ask(session, given, { kind: 'request_changes', number, text });
}

function textOf({ messages }: Session, given: Given): string {
  const text = given.rest(1).join(' ').trim();
  if (text === '') throw new UsageError(messages.usage.missingArgument('TEXT'));
  return text;
}

async function ask(
  session: Session,
  given: Given,
  asked: Extract<Asked, { kind: 'merge' | 'comment' | 'request_changes' }>,
): Promise<ExitStatus> {
  const place = await locate(session.cwd);
  const state = await readState(place);
  const pull = state.pulls.get(asked.number);
  if (pull === undefined) throw new UserError(session.messages.pulls.unknown(asked.number));
  const spec = state.specs.get(pull.spec_id);
  // What waits for the merge, or for the comment, is the controller's to start.
  const startsController = spec !== undefined && isUnfinished(spec);
  const { message } = await submit(place, asked, { startsController, signal: session.interrupts.first });
  if (given.flag('json')) printJson(session, { ok: true, ...asked, message: message.en });
  else print(session, [message[session.language]]);
  return 0;
}

function numberOf({ messages }: Session, given: Given): number {
  const word = given.argument(0).replace(/^#/, '');
  if (/^[1-9]\d{0,8}$/.test(word)) return Number(word);
  throw new UsageError(
    messages.usage.wrongValue({ flag: 'NUMBER', expected: messages.usage.numberFrom(1), got: word }),
  );
}
