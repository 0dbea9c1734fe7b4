// What the dashboard shows, from the projection: a head, and a row for each task. Titles and messages come from plans, agents and
// tools; they are made plain and short here, once, so that nobody behind this has to think of it.
import { plainText } from '../base/text.ts';
import type { DashboardHead, PanelAttempt, PanelConflict, PanelNeed, PanelRun, PanelTask } from './panel-dashboard.ts';
import type { AttemptState, RunState, SpecState, State, TaskState } from './state.ts';
import { needsOfAll, needsOfSpec, type Need } from './view-status.ts';

export const titleCharsMax = 300;
const messageCharsMax = 600;
const specsShownMax = 200;
const needsShownMax = 50;
const conflictsShownMax = 200;
const conflictFilesMax = 20;
const attemptsShownMax = 20;

/** What the projection does not know. */
export interface DashboardPlace {
  repository: string;
  repository_name: string;
  spec_id: string;
  presence: DashboardHead['presence'];
  is_trusted: boolean;
  damage: string | undefined;
}

export function viewDashboardHead(state: State, place: DashboardPlace): DashboardHead {
  const { damage, ...shown } = place;
  const spec = state.specs.get(place.spec_id);
  const needs = spec === undefined ? [] : [...needsOfSpec(spec, state), ...needsOfAll(state)];
  const isOpenHere = (pull: { spec_id: string; state: string }) =>
    pull.spec_id === place.spec_id && pull.state === 'open';
  return {
    ...shown,
    ...(damage === undefined ? {} : { damage }),
    title: titleOf(spec?.title ?? '') || place.spec_id,
    specs: [...state.specs.values()].slice(-specsShownMax).map(({ spec_id, title }) => ({
      spec_id,
      title: titleOf(title) || spec_id,
    })),
    ...(spec?.run === undefined ? {} : { run: viewPanelRun(spec.run) }),
    needs: needs.slice(0, needsShownMax).map(viewNeed),
    pulls_open: [...state.pulls.values()].filter(isOpenHere).length,
  };
}

export function viewPanelTask(task: TaskState): PanelTask {
  const { node, state, since, via, blocked_by, attempts, not_before, pr, failure, usage } = task;
  return {
    ...{ id: node.id, title: titleOf(node.title), kind: node.kind, state, since, dependencies: node.dependencies },
    ...(via === undefined ? {} : { via }),
    ...(blocked_by === undefined ? {} : { blocked_by }),
    ...(node.estimate_minutes === undefined ? {} : { minutes: node.estimate_minutes }),
    ...(node.required_skill === undefined ? {} : { skill: plainText(node.required_skill, { charsMax: 64 }) }),
    attempts: attempts.slice(-attemptsShownMax).map(viewAttempt),
    ...(not_before === undefined ? {} : { not_before }),
    ...(pr === undefined ? {} : { pull: pr }),
    ...(failure === undefined ? {} : { failure: { kind: failure.kind, message: messageOf(failure.message) } }),
    ...(usage === undefined ? {} : { usage }),
  };
}

export function viewConflicts({ forecast }: SpecState): PanelConflict[] {
  return forecast.slice(0, conflictsShownMax).map(({ tasks, files }) => ({
    tasks,
    files: files.slice(0, conflictFilesMax).map((file) => plainText(file, { charsMax: titleCharsMax })),
  }));
}

function viewAttempt(attempt: AttemptState): PanelAttempt {
  const { agent, agent_instance, slot, assigned_at, finished_at, outcome, failure, findings, commit } = attempt;
  const { is_attended, awaits_person } = attempt;
  return {
    ...{ attempt: attempt.attempt, agent, agent_instance, start: assigned_at },
    ...(slot === undefined ? {} : { slot }),
    ...(finished_at === undefined ? {} : { end: finished_at }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(failure === undefined ? {} : { failure: failure.kind }),
    ...(findings === undefined ? {} : { findings }),
    has_commit: commit !== undefined,
    ...(is_attended === undefined ? {} : { is_attended }),
    ...(awaits_person === undefined ? {} : { awaited_since: awaits_person.since }),
  };
}

function viewPanelRun(run: RunState): PanelRun {
  const { state, outcome, workers, agent, delivery, started_at, finished_at, integrating, only } = run;
  return {
    ...{ state, is_cancel_requested: run.is_cancel_requested === true, workers, agent, delivery, started_at },
    ...(outcome === undefined ? {} : { outcome }),
    ...(finished_at === undefined ? {} : { finished_at }),
    ...(integrating === undefined ? {} : { integrating }),
    ...(only === undefined ? {} : { only }),
  };
}

function viewNeed(need: Need): PanelNeed {
  switch (need.kind) {
    case 'person_awaited':
      return { kind: need.kind, name: need.task_id, title: titleOf(need.title) };
    case 'task_failed': {
      const failure = need.failure === undefined ? {} : { failure: need.failure.kind };
      return { kind: need.kind, name: need.task_id, title: titleOf(need.title), ...failure, count: need.holds_up };
    }
    case 'review_blocked': {
      const pull = need.pr === undefined ? {} : { pull: need.pr };
      return { kind: need.kind, name: need.task_id, title: titleOf(need.title), ...pull, count: need.findings };
    }
    case 'pull_waits':
      return { kind: need.kind, name: need.spec_id, title: titleOf(need.title), pull: need.number };
    case 'merge_held':
      return { kind: need.kind, name: need.spec_id, title: messageOf(need.reason), pull: need.number };
    case 'run_paused':
      return { kind: need.kind, name: need.spec_id, title: '' };
    case 'forge_lost':
      return { kind: need.kind, name: need.spec_id, title: messageOf([need.reason, need.hint ?? ''].join(' ')) };
    case 'repository_altered':
      return { kind: need.kind, name: need.spec_id, title: messageOf(need.names.join(', ')), count: need.count };
    case 'agent_rests':
      return { kind: need.kind, name: need.agent, title: '', until: need.until };
    case 'slot_quarantined':
      return { kind: need.kind, name: need.slot, title: messageOf(need.reason) };
  }
}

function titleOf(title: string): string {
  return plainText(title, { charsMax: titleCharsMax });
}

function messageOf(message: string): string {
  return plainText(message, { charsMax: messageCharsMax });
}
