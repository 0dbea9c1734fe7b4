// Everything that the command line says, as one record for each language. A message that is missing in one of them does not
// compile. A message is a text, or a function of values that were made plain before. Only the language that is spoken is loaded.
import type { Language } from '../../core/base/text.ts';
import type { FailureKind } from '../../core/model/failure.ts';
import type { TaskStateName } from '../../core/model/state.ts';
import type { StageName } from '../../core/necrocode.ts';
import type { HelpMessages } from './help-messages.ts';

export interface Messages extends HelpMessages {
  usage: {
    unknownCommand: (name: string) => string;
    unknownOption: (name: string) => string;
    missingArgument: (name: string) => string;
    missingValue: (flag: string) => string;
    missingCommand: string;
    tooManyArguments: string;
    didYouMean: (name: string) => string;
    numberFrom: (min: number) => string;
    numberBetween: (min: number, max: number) => string;
    orAuto: (range: string) => string;
    wrongValue: (wrong: { flag: string; expected: string; got: string }) => string;
  };
  problems: {
    error: string;
    hint: string;
    bug: (message: string) => string;
    whereLog: string;
    damaged: (place: string) => string;
    unknownSpec: (spec: string) => string;
    planFirst: (spec: string) => string;
    unknownTask: (spec: string, task: string) => string;
    listTasks: (spec: string) => string;
  };
  common: { more: (count: number) => string; attemptNumber: (attempt: number) => string };
  states: Record<TaskStateName, string>;
  runStates: Record<'planned' | 'running' | 'paused' | 'completed' | 'failed' | 'cancelled', string>;
  outcomes: Record<'at_work' | 'succeeded' | 'failed' | 'lost', string>;
  failures: Record<FailureKind, string>;
  /** What a runner is doing; other names are shown as they are. */
  steps: Readonly<Record<string, string>>;
  columns: Record<ColumnName, string>;
  status: {
    nothingPlanned: string;
    atWork: string;
    needsYou: string;
    openPulls: string;
    tasks: string;
    blockedBy: string;
    failedCount: (count: number) => string;
  };
  needs: {
    personAwaited: (task: { id: string; title: string; found: string | undefined }) => string;
    taskFailed: (task: { id: string; title: string; why: string; holdsUp: number }) => string;
    reviewBlocked: (task: { id: string; title: string; findings: number }) => string;
    pullWaits: (pull: { number: number; title: string; isFinal: boolean }) => string;
    runPaused: (spec: string) => string;
    mergeHeld: (number: number, reason: string) => string;
    forgeLost: (reason: string) => string;
    agentRests: (agent: string, until: string) => string;
    slotQuarantined: (slot: string, reason: string) => string;
    repositoryAltered: (found: { count: number; names: string }) => string;
  };
  pulls: Record<'final' | 'none' | 'noneOpen' | 'body' | 'verification' | 'findings' | 'comments' | 'diff', string> & {
    checks: Record<'none' | 'pending' | 'success' | 'failure', string>;
    states: Record<'open' | 'merged' | 'closed', string>;
    unknown: (number: number) => string;
    asKnown: string;
  };
  task: Record<TaskWord, string> & {
    inAndOut: (input: string, output: string) => string;
    tests: (counts: { passed: number; failed: number; skipped: number }) => string;
  };
  logs: {
    neverRan: (task: string) => string;
    noAttempt: (attempt: number, last: number) => string;
    noLogYet: string;
  };
  attend: Record<AttendWord, string> & {
    title: (task: { spec: string; id: string; title: string }) => string;
    agent: (name: string) => string;
    shell: (name: string) => string;
    rescued: (attempt: number, command: string) => string;
    proven: (id: string) => string;
    refused: (id: string) => string;
    givenUp: (id: string) => string;
    ended: (id: string, why: string) => string;
    noController: (spec: string) => string;
    notAtWork: (id: string, state: string) => string;
    unattended: (id: string) => string;
  };
  simulation: Record<
    'workers' | 'makespan' | 'speedup' | 'efficiency' | 'lowerBound' | 'criticalPath' | 'nothingLeft',
    string
  >;
  slots: { none: string; savedAs: (ref: string) => string };
  clean: Record<'wouldRemove' | 'removed' | 'kept' | 'failed' | 'nothing', string>;
  artifacts: { none: (attempt: number) => string };
  doctor: Record<'allWell' | 'agents' | 'signInUnknown' | 'mend' | 'forge' | 'forgeHere' | 'mayPush', string> & {
    forgeOnGithub: (found: { repository: string; who: string }) => string;
  };
  demo: Record<'repository' | 'pulls' | 'timeline' | 'lookRound', string>;
  plan: Record<PlanWord, string> & {
    summary: (plan: { tasks: number; waves: number; version: number; planner: string }) => string;
    fromIssue: (issue: { number: number; url: string }) => string;
    wave: (number: number) => string;
    takes: (workers: number, time: string) => string;
  };
  /** While a model or an agent plans. */
  planning: Record<'ending' | 'ctrlC' | 'nothingKept', string> & {
    stages: Record<StageName, string>;
    byModel: (model: string) => string;
    byAgent: (agent: string) => string;
    because: (what: string, why: string) => string;
    asked: (stage: string) => string;
    repairing: (stage: string, problems: number) => string;
    round: (round: number) => string;
    characters: (count: number) => string;
    finished: (file: string, time: string) => string;
    takenUp: (file: string) => string;
    kept: (files: string) => string;
  };
  execute: Record<ExecuteWord, string> & {
    totals: (run: { pulls: number; attempts: number; speedup: string }) => string;
    forecast: (run: { tasks: number; workers: number; makespan: string }) => string;
  };
  summary: {
    done: (done: number, total: number) => string;
    outcomes: Record<'completed' | 'failed' | 'cancelled', string>;
    interrupted: string;
    took: (run: { elapsed: string; work: string; attempts: number; speedup: string }) => string;
    expected: (time: string) => string;
    altered: (found: { count: number; names: string; holders: string }) => string;
  };
}

type ColumnName =
  | ('spec' | 'title' | 'progress' | 'done' | 'state' | 'task' | 'attempts' | 'time' | 'pull')
  | ('start' | 'worker' | 'slot' | 'holder' | 'head' | 'uses' | 'size' | 'path');

type TaskWord =
  | ('description' | 'acceptance' | 'attempts' | 'verification' | 'failure' | 'files' | 'next' | 'dependsOn' | 'opens')
  | ('blockedBy' | 'skill' | 'boundary' | 'pull' | 'commit' | 'tokens' | 'cost' | 'credits' | 'unknown' | 'transcript');

type PlanWord =
  'oneSource' | 'noSource' | 'forecast' | 'changes' | 'problems' | 'notes' | 'written' | 'next' | 'dryRun';

type AttendWord =
  | (
      | 'waits'
      | 'howToEnd'
      | 'resumed'
      | 'question'
      | 'whyFail'
      | 'preparing'
      | 'takingOver'
      | 'checking'
      | 'again'
      | 'left'
    )
  | ('leaveFolder' | 'noSlot' | 'nameTask' | 'slotFree' | 'notBegun' | 'checkGoesOn');

type ExecuteWord = 'watch' | 'stopping' | 'stoppingNow' | 'controllerAgain' | 'ctrlC' | 'idle' | 'nothingStarted';

const loaders: Record<Language, () => Promise<Messages>> = {
  en: async () => (await import('./en.ts')).en,
  ja: async () => (await import('./ja.ts')).ja,
};

export function loadMessages(language: Language): Promise<Messages> {
  return loaders[language]();
}
