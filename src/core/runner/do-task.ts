// The task of an attempt, from the prepared slot to the one commit: an agent does it, or a person, or a person after an agent.
import type { Environment } from '../base/environment.ts';
import { workWithPerson } from './attended.ts';
import type { Attendance } from './attended.ts';
import type { Attempt } from './attempt.ts';
import { checkInTurn } from './check-tree.ts';
import { commitProven } from './commit.ts';
import type { CommittedReport } from './commit.ts';
import { attemptEnvironment } from './environment.ts';
import { listenToPerson } from './person.ts';
import type { AgentSession, RunnerPorts } from './ports.ts';
import { layEarlierWork, reasonOf, writeCurrentTask } from './prepare.ts';
import { workUntilProven } from './rounds.ts';
import type { RoundsEnd } from './rounds.ts';
import { openStaging } from './staging.ts';
import type { StagedTree } from './staging.ts';
import { createBudget, spend } from './take-turn.ts';

type Desk = Pick<Attendance, 'staging' | 'env' | 'laid' | 'person'>;

export async function doTask(attempt: Attempt, source: Environment, ports: RunnerPorts): Promise<CommittedReport> {
  const { assignment, git, log } = attempt;
  const { base, slot, attempt_dir, launch, is_attended } = assignment.payload;
  log.report({ type: 'step_started', step: 'prepare', round: 1 });
  await using person = listenToPerson(attempt_dir, launch);
  await using staging = await openStaging(git, { base, gitDir: slot.git_dir, dir: attempt_dir });
  const laid = await layEarlierWork(git, staging, assignment);
  const contextPath = await writeCurrentTask(assignment, laid);
  const env = attemptEnvironment(source, assignment, { contextPath, conflicts: laid.conflicts });
  const desk: Desk = { staging, env, laid, person };
  const staged =
    is_attended === true
      ? await workWithPerson(attempt, { ...desk, reason: 'attended', round: 1 })
      : await letAgentDoIt(attempt, desk, ports);
  return await commitProven(attempt, staged);
}

/** A person who takes it over goes on where the agent was, in the same slot. */
async function letAgentDoIt(attempt: Attempt, desk: Desk, ports: RunnerPorts): Promise<StagedTree> {
  const end = await workWithAgent(attempt, desk, ports);
  if (end.kind === 'proven') return end.staged;
  const { round, conversation } = end;
  return workWithPerson(attempt, { ...desk, reason: 'taken_over', round, session: conversation });
}

/** When it resolves nothing of the agent works any more: what ends it would end a person's terminal as well. */
async function workWithAgent(
  attempt: Attempt,
  desk: Desk,
  ports: RunnerPorts,
): Promise<RoundsEnd & { conversation: string | undefined }> {
  const { assignment } = attempt;
  const budget = createBudget(assignment.payload.limits, attempt.clock);
  await using session = await openSession(attempt, { desk, ports, onUsage: (usage) => spend(budget, usage) });
  const reason = reasonOf(assignment, desk.laid);
  try {
    const end = await workUntilProven(attempt, { ...desk, session, budget, reason, takenOver: desk.person.takenOver });
    return { ...end, conversation: session.sessionId?.() };
  } finally {
    noteConversation(attempt, session);
  }
}

/** However the attempt ends, a later one may go on in it. */
function noteConversation({ assignment, record }: Attempt, session: AgentSession): void {
  const id = session.sessionId?.();
  if (id === undefined) return;
  const counted = session.counted?.() ?? {};
  record.conversation = { session: id, path: assignment.payload.slot.path, counted };
}

type OnUsage = Parameters<RunnerPorts['startAgent']>[0]['onUsage'];

function openSession(
  attempt: Attempt,
  { desk, ports, onUsage }: { desk: Desk; ports: RunnerPorts; onUsage: OnUsage },
): Promise<AgentSession> {
  const { assignment, log, output } = attempt;
  // Where the work begins afresh, what was said about other files would mislead.
  const goesOn = desk.laid.isLaid ? assignment.payload.earlier?.conversation : undefined;
  return ports.startAgent({
    ...{ assignment, env: desk.env, goesOn },
    onOutput: (chunk, stream, about) => output.write(chunk, stream, about),
    onUsage: (usage) => {
      log.report({ type: 'usage', usage });
      onUsage(usage);
    },
    check: (wanted) => checkInTurn(attempt, { ...wanted, env: desk.env }),
  });
}
