// `necrocode show`: everything about one task: what is asked, how it stands, what each attempt did, what proves it.
import { UserError } from '../../core/base/errors.ts';
import { dependentsOf } from '../../core/model/graph.ts';
import type { Verification } from '../../core/model/evidence.ts';
import { locate, queryEvents, readPlan, readState, type Place } from '../../core/necrocode.ts';
import { findSpec, findTask } from '../find-spec.ts';
import type { Given } from '../given.ts';
import { renderTaskPage, type TaskPage } from '../render/task-page.ts';
import { print, printJson, type ExitStatus, type Session } from '../session.ts';
import { readTranscriptEnd } from '../transcript.ts';

const transcriptLinesMax = 12;

export async function show(session: Session, given: Given): Promise<ExitStatus> {
  const place = await locate(session.cwd);
  const page = await readTaskPage(session, place, { spec_id: given.argument(0), task_id: given.argument(1) });
  if (given.flag('json')) printJson(session, page);
  else {
    const { messages, paint, stdout, clock } = session;
    print(session, renderTaskPage(page, { messages, paint, width: stdout.columns, now: clock.now() }));
  }
  return 0;
}

async function readTaskPage(
  session: Session,
  place: Place,
  { spec_id, task_id }: { spec_id: string; task_id: string },
): Promise<TaskPage> {
  const spec = findSpec(await readState(place), spec_id, session);
  const state = findTask(spec, task_id, session);
  const plan = await readPlan(place, spec_id);
  const task = plan.tasks.find(({ id }) => id === task_id);
  if (task === undefined) throw new UserError(session.messages.problems.unknownTask(spec_id, task_id));
  const dependents = dependentsOf([...spec.tasks.values()].map(({ node }) => node)).get(task_id) ?? [];
  const verification = await lastVerification(place, spec_id, task_id);
  const attempt = state.attempts.at(-1)?.attempt;
  const transcript =
    attempt === undefined ? [] : await readTranscriptEnd(place, { spec_id, task_id, attempt }, transcriptLinesMax);
  return { spec_id, task, state, dependents, transcript, ...(verification === undefined ? {} : { verification }) };
}

async function lastVerification(place: Place, spec: string, task: string): Promise<Verification | undefined> {
  let last: Verification | undefined;
  for await (const event of queryEvents(place, { spec, task, types: ['VerificationFinished'] })) {
    if (event.type === 'VerificationFinished') last = event.data.verification;
  }
  return last;
}
