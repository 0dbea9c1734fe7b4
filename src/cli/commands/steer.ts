// `pause`, `resume`, `cancel`, `retry`: what a person says to a run. The controller answers in its own words; it is started when
// there is something for it to carry out.
import type { SpecState } from '../../core/model/state.ts';
import { locate, readState, submit, type Asked } from '../../core/necrocode.ts';
import type { Action } from '../command-table.ts';
import { findSpec, findTask } from '../find-spec.ts';
import type { Given } from '../given.ts';
import { print, printJson, type Session } from '../session.ts';

type Steering = Extract<Asked, { kind: 'pause' | 'resume' | 'cancel' | 'retry' }>;

export const pause: Action = (session, given) => steer(session, given, (spec_id) => ({ kind: 'pause', spec_id }));

export const resume: Action = (session, given) => steer(session, given, (spec_id) => ({ kind: 'resume', spec_id }));

export const cancel: Action = (session, given) =>
  steer(session, given, (spec_id, task_id) => ({
    kind: 'cancel',
    spec_id,
    ...(task_id === undefined ? {} : { task_id }),
  }));

export const retry: Action = (session, given) =>
  steer(session, given, (spec_id, task_id = '') => ({ kind: 'retry', spec_id, task_id }));

async function steer(session: Session, given: Given, ask: (spec_id: string, task_id?: string) => Steering) {
  const place = await locate(session.cwd);
  const spec = findSpec(await readState(place), given.argument(0), session);
  const task_id = given.optionalArgument(1);
  if (task_id !== undefined) findTask(spec, task_id, session);
  const asked = ask(spec.spec_id, task_id);
  const startsController = asked.kind !== 'pause' && isUnfinished(spec);
  const { message } = await submit(place, asked, { startsController, signal: session.interrupts.first });
  if (given.flag('json')) printJson(session, { ok: true, ...asked, message: message.en });
  else print(session, [message[session.language]]);
  return 0 as const;
}

/** There is a run for a controller to go on with. */
export function isUnfinished({ run }: SpecState): boolean {
  return run !== undefined && run.state !== 'finished';
}
