// Takes a verified commit out of its slot: review, branch, pull request. What review refuses never gets a branch. Done again
// after a crash it comes to the same.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvariantError } from '../../base/errors.ts';
import type { Finding } from '../../model/evidence.ts';
import type { NewEvent } from '../../model/events.ts';
import type { Failure } from '../../model/failure.ts';
import { assignmentSchema, type Assignment } from '../../model/spirit.ts';
import type { State } from '../../model/state.ts';
import { attemptKey, type Action } from '../actions.ts';
import type { Dispatch } from '../dispatch.ts';
import { attemptOf, specOf, subjectOf, taskOf } from '../lookup.ts';
import { answerRemarks } from './answer-remarks.ts';
import { followUp } from './follow-up.ts';
import { noteForgeBack } from './forge-lost.ts';
import { knownHead, publishTarget, publishTask } from './publish.ts';

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
  await showPull(dispatch, action, { ...texts, commit });
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

type Deliver = Extract<Action, { kind: 'deliver_attempt' }>;

async function showPull(
  dispatch: Dispatch,
  action: Deliver,
  wanted: { title: string; body: string; commit: string },
): Promise<void> {
  const { ports } = dispatch;
  const { run } = specOf(ports.registry.state, action.spec_id);
  const { remote } = ports.forges.of(run.forge);
  const { branch } = attemptOf(ports.registry.state, action);
  const number = openNumber(ports.registry.state, action);
  if (remote !== undefined) {
    const known = knownHead(dispatch, number);
    await publishTarget(dispatch, remote, action.spec_id);
    const published = await publishTask(dispatch, remote, { of: action, branch, sha: wanted.commit, known });
    if (published.kind === 'moved' && number !== undefined) {
      await giveBackMoved(dispatch, action, { number, head: published.head });
      return;
    }
  }
  await ports.registry.append([await openOrUpdate(dispatch, action, wanted)]);
  if (remote !== undefined) await noteForgeBack(dispatch);
  if (number !== undefined) await answerRemarks(dispatch, action, { number, commit: wanted.commit });
}

function openNumber(state: State, { spec_id, task_id }: Deliver): number | undefined {
  const number = taskOf(state, spec_id, task_id).pr;
  return number !== undefined && state.pulls.get(number)?.state === 'open' ? number : undefined;
}

async function openOrUpdate(
  { ports }: Dispatch,
  action: Deliver,
  wanted: { title: string; body: string; commit: string },
): Promise<NewEvent> {
  const { state } = ports.registry;
  const { run } = specOf(state, action.spec_id);
  const forge = ports.forges.of(run.forge);
  const subject = subjectOf(state, action);
  const { title, body, commit: head_sha } = wanted;
  const purpose = attemptKey(action);
  const number = openNumber(state, action);
  if (number !== undefined) {
    await forge.update(number, { title, body, isDraft: false }, purpose);
    return { type: 'PRUpdated', ...subject, data: { number, head_sha, title, body } };
  }
  const head = attemptOf(state, action).branch;
  const base = run.integration_branch;
  const opened = await forge.open({ head, base, title, body, purpose });
  const { auto_merge } = ports.settings.github;
  if (auto_merge && run.delivery === 'direct') await forge.remote?.mergeWhenReady(opened.number, purpose);
  return { type: 'PROpened', ...subject, data: { ...opened, title, body, head, base, head_sha } };
}

/** Somebody has put commits on the branch while the agent worked: its next attempt goes on from theirs. */
async function giveBackMoved(
  { ports }: Dispatch,
  of: Deliver,
  { number, head }: { number: number; head: string },
): Promise<void> {
  const failure: Failure = {
    kind: 'conflict',
    message: `Somebody has pushed to the branch of pull request #${number} meanwhile.`,
  };
  const { spec_id, task_id } = of;
  await ports.registry.append([
    { type: 'PRUpdated', spec_id, task_id, data: { number, head_sha: head } },
    followUp(ports, of, failure),
  ]);
}
