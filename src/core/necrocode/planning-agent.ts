// Gives the planner that lets an agent write the spec what it may not know by itself: settings, a slot with the agent in it, what is
// finished, and how a spec is read.
import { createRedactor, secretsOfEnvironment } from '../base/redact.ts';
import type { AgentLaunch } from '../model/spirit.ts';
import type { State } from '../model/state.ts';
import { planWithAgent, type AgentPlan } from '../planner/planner.ts';
import { settingsOf } from './controller-settings.ts';
import type { Place } from './place.ts';
import { finishedTasksOf, readBack } from './planning-model.ts';
import { openPlanningSlot } from './planning-slot.ts';
import type { PlanWish } from './planning.ts';

export async function planByAgent(
  place: Place,
  text: string,
  { wish, state, agent }: { wish: PlanWish; state: State; agent: AgentLaunch },
): Promise<AgentPlan> {
  const settings = await settingsOf(place);
  const redactor = createRedactor({
    secrets: [...secretsOfEnvironment(process.env), ...secretsOfEnvironment(agent.env)],
  });
  const { context_tokens_max: contextTokensMax, repairs_max: repairsMax } = settings.planner;
  const isDryRun = wish.dryRun === true;
  return planWithAgent(text, {
    ...{ mainWorktree: place.mainWorktree, agent: agent.name, contextTokensMax, repairsMax, redactor, isDryRun },
    openSlot: (wanted) => openPlanningSlot(place, { settings, agent, redactor, isDryRun, ...wanted }),
    finishedOf: (specId) => finishedTasksOf(state, specId),
    readBack: readBack(wish.includeOptional === true),
    ...{ specId: wish.spec, language: wish.language, overwrite: wish.overwrite },
    ...{ onProgress: wish.onProgress, signal: wish.signal },
  });
}
