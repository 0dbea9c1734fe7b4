// The driver for scripted work: it takes the steps of a playbook one by one, and hands the `agent` steps to the attempt's agent.
// A step that fails ends the turn; a failed `verify` goes back to the agent like any other failed check. The agent and its
// conversation outlive a turn, what the other steps have started does not. That the work is right is never the playbook's to
// say: the runner verifies after every turn, so a `verify: true` at its end is not run twice.
import { CommandError, UserError, assertNever } from '../base/errors.ts';
import { killTree } from '../base/process-tree.ts';
import { agentGraceMs, failed, unavailable } from './driver.ts';
import type { AgentContext, AgentOutcome, AgentSession, AgentTurn, TurnReason } from './driver.ts';
import { readPlaybook } from './playbook-file.ts';
import type { Playbook, PlaybookStep, StepWhen } from './playbook-file.ts';
import { copyStep, fillerOf, runLines, stepsMarkerOf } from './playbook-steps.ts';

/** @param agent takes the `agent` steps; undefined when the attempt has none. */
export async function startPlaybook(context: AgentContext, agent: AgentSession | undefined): Promise<AgentSession> {
  const { playbook: path, launch } = context.assignment.payload;
  if (path === undefined) {
    return unavailable('There is no playbook for this task; write one in .kiro/playbooks, or choose an agent.');
  }
  const playbook = await readPlaybook(path);
  const steps = withoutClosingVerify(playbook);
  const end = async (): Promise<void> => {
    await killTree({ marker: stepsMarkerOf(launch) }, { graceMs: agentGraceMs });
  };
  return {
    run: async (turn) => {
      try {
        return await takeSteps(
          steps.filter((step) => isTaken(step.when, turn.reason)),
          { context, path, agent, turn },
        );
      } finally {
        await end();
      }
    },
    sessionId: () => agent?.sessionId?.(),
    counted: () => agent?.counted?.() ?? {},
    [Symbol.asyncDispose]: async () => {
      await agent?.[Symbol.asyncDispose]();
      await end();
    },
  };
}

export function isTaken(when: StepWhen, reason: TurnReason): boolean {
  return when === 'always' || when === reason;
}

interface Taking {
  context: AgentContext;
  /** The playbook's file. */
  path: string;
  agent: AgentSession | undefined;
  turn: AgentTurn;
}

async function takeSteps(steps: readonly PlaybookStep[], taking: Taking): Promise<AgentOutcome> {
  const denied: string[] = [];
  for (const step of steps) {
    const outcome = await takeStep(step, taking);
    if (outcome.kind === 'failed') return outcome;
    denied.push(...(outcome.denied ?? []));
  }
  return { kind: 'ended', ...(denied.length === 0 ? {} : { denied }) };
}

async function takeStep(step: PlaybookStep, taking: Taking): Promise<AgentOutcome> {
  const { context, path, turn } = taking;
  const { payload } = context.assignment;
  switch (step.kind) {
    case 'agent':
      return letAgentWork(step.agent, taking);
    case 'run':
      return runLines([step.run], { context, turn, env: step.env ?? {} });
    case 'copy':
      await copyStep(step.copy, { context, path, turn });
      return { kind: 'ended' };
    case 'verify': {
      const fill = fillerOf(context.assignment, turn);
      const failure = await context.check({ commands: step.verify, round: turn.round, signal: turn.signal, fill });
      return failure === undefined ? { kind: 'ended' } : { kind: 'failed', failure };
    }
    case 'format':
      return format(step.format === true ? payload.format : step.format, taking);
    default:
      return assertNever(step);
  }
}

async function letAgentWork(name: string | true, { context, agent, turn }: Taking): Promise<AgentOutcome> {
  const chosen = context.assignment.payload.agent.name;
  if (agent === undefined)
    return failed('permission_denied', 'The playbook has an `agent` step, but no agent was chosen.');
  if (name === true || name === chosen) return agent.run(turn);
  return failed(
    'permission_denied',
    `The playbook wants the agent "${name}", but "${chosen}" was chosen for the task.`,
  );
}

/** A formatter that fails is only noted. */
async function format(lines: readonly string[], { context, turn }: Taking): Promise<AgentOutcome> {
  try {
    await runLines(lines, { context, turn, env: {} });
  } catch (error) {
    if (!(error instanceof CommandError || error instanceof UserError)) throw error;
    context.onOutput(`The formatter failed: ${error.message}\n`, 'stderr');
  }
  return { kind: 'ended' };
}

function withoutClosingVerify({ steps }: Playbook): readonly PlaybookStep[] {
  const last = steps.at(-1);
  return last?.kind === 'verify' && last.verify === true ? steps.slice(0, -1) : steps;
}
