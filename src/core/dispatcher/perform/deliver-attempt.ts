// Takes a verified commit out of its slot: review, branch, pull request. What review refuses never gets a branch. Done again
// after a crash it comes to the same.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvariantError } from '../../base/errors.ts';
import type { Finding } from '../../model/evidence.ts';
import type { NewEvent } from '../../model/events.ts';
import type { Failure } from '../../model/failure.ts';
import { assignmentSchema, type Assignment } from '../../model/spirit.ts';
import type { Action } from '../actions.ts';
import type { Dispatch } from '../dispatch.ts';
import { attemptOf, specOf, subjectOf, taskOf } from '../lookup.ts';
import { followUp } from './follow-up.ts';

export async function deliverAttempt(
  dispatch: Dispatch,
  action: Extract<Action, { kind: 'deliver_attempt' }>,
): Promise<void> {
  const { ports } = dispatch;
  const { state } = ports.registry;
  const { commit, branch } = attemptOf(state, action);
  if (commit === undefined) throw new InvariantError(`${action.key} was verified but has no commit.`);
  const subject = subjectOf(state, action);
  const assignment = await readAssignment(ports.registry.attemptDir(action.spec_id, action.task_id, action.attempt));

  const findings = await ports.deliveries.review({ assignment, commit });
  await ports.registry.append([{ type: 'ReviewFinished', ...subject, data: { findings } }]);
  const blocking = findings.filter((finding) => finding.severity === 'blocking');
  if (blocking.length > 0) {
    await ports.registry.append([followUp(ports, action, refusalOf(blocking))]);
    return;
  }
  await ports.repository.setBranch(branch, commit);
  const texts = await ports.deliveries.describePull({ assignment, commit, findings, state });
  await ports.registry.append([await openOrUpdate(dispatch, action, { ...texts, commit })]);
  dispatch.forecastDue.add(action.spec_id);
}

async function readAssignment(attempt_dir: string): Promise<Assignment> {
  const text = await readFile(join(attempt_dir, 'assignment.json'), 'utf8');
  return assignmentSchema.parse(JSON.parse(text));
}

function refusalOf(blocking: readonly Finding[]): Failure {
  const evidence = blocking.map((finding) => `${finding.file ?? ''}: ${finding.message}`).join('\n');
  return {
    kind: 'policy_violation',
    message: `Review stopped the change: ${blocking[0]?.message ?? ''}`.slice(0, 4000),
    evidence: evidence.slice(0, 20_000),
  };
}

async function openOrUpdate(
  { ports }: Dispatch,
  action: Extract<Action, { kind: 'deliver_attempt' }>,
  wanted: { title: string; body: string; commit: string },
): Promise<NewEvent> {
  const { state } = ports.registry;
  const { run } = specOf(state, action.spec_id);
  const subject = subjectOf(state, action);
  const { title, body, commit: head_sha } = wanted;
  const number = taskOf(state, action.spec_id, action.task_id).pr;
  if (number !== undefined && state.pulls.get(number)?.state === 'open') {
    await ports.forge.update(number, { headSha: head_sha, title, body });
    return { type: 'PRUpdated', ...subject, data: { number, head_sha, title, body } };
  }
  const head = attemptOf(state, action).branch;
  const base = run.integration_branch;
  const opened = await ports.forge.open({ head, base, headSha: head_sha, title, body });
  return { type: 'PROpened', ...subject, data: { ...opened, title, body, head, base, head_sha } };
}
