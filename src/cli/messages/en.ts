// The messages in English.
import { enHelp } from './en-help.ts';
import type { Messages } from './messages.ts';

const plural = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

export const en: Messages = {
  ...enHelp,
  usage: {
    unknownCommand: (name) => `There is no command "${name}".`,
    unknownOption: (name) => `There is no option ${name} here.`,
    missingArgument: (name) => `${name} is missing.`,
    missingValue: (flag) => `${flag} needs a value.`,
    missingCommand: 'This needs one of its commands.',
    tooManyArguments: 'Too many arguments; quote a text that has blanks.',
    didYouMean: (name) => `Did you mean ${name}?`,
    numberFrom: (min) => `a whole number from ${min} on`,
    numberBetween: (min, max) => `${min} to ${max}`,
    orAuto: (range) => `${range}, or auto`,
    wrongValue: ({ flag, expected, got }) => `Expected ${flag} to be ${expected}; got "${got}".`,
  },
  problems: {
    error: 'error',
    hint: 'hint',
    bug: (message) => `This is a bug in NecroCode: ${message}`,
    damaged: (place) => `The registry is damaged at ${place}; nothing after it is shown. Run \`necrocode doctor\`.`,
    whereLog: 'Please report it with the lines below; .kiro/registry/controller.log may tell more.',
    unknownSpec: (spec) => `There is no spec "${spec}".`,
    planFirst: (spec) => `Make one: necrocode plan "what to build" --spec ${spec}`,
    unknownTask: (spec, task) => `${spec} has no task "${task}".`,
    listTasks: (spec) => `necrocode status ${spec} --all lists them.`,
  },
  common: { more: (count) => `… and ${count} more`, attemptNumber: (attempt) => `(attempt ${attempt})` },
  states: {
    ...{ blocked: 'waiting', ready: 'ready', assigned: 'starting', running: 'running', verifying: 'verifying' },
    ...{ review: 'in review', done: 'done', failed: 'failed', cancelled: 'cancelled' },
  },
  runStates: {
    ...{ planned: 'planned', running: 'running', paused: 'paused' },
    ...{ completed: 'completed', failed: 'failed', cancelled: 'cancelled' },
  },
  outcomes: { at_work: 'at work', succeeded: 'succeeded', failed: 'failed', lost: 'lost' },
  failures: {
    agent_error: 'the agent failed',
    agent_timeout: 'the agent took too long',
    no_changes: 'nothing was changed',
    verify_failed: 'verification failed',
    conflict: 'conflict',
    policy_violation: 'stopped by review',
    changes_requested: 'changes requested',
    permission_denied: 'needs a person',
    quota: 'quota used up',
    infra_lost: 'runner lost',
    cancelled: 'cancelled',
  },
  steps: {
    ...{ prepare: 'prepare', implement: 'implement', format: 'format', verify: 'verify', commit: 'commit' },
    attend: 'waits for you',
  },
  columns: {
    ...{ spec: 'SPEC', title: 'TITLE', progress: 'PROGRESS', done: 'DONE', state: 'STATE', task: 'TASK' },
    ...{ attempts: 'TRIES', time: 'TIME', pull: 'PR', start: 'START', worker: 'WORKER', slot: 'SLOT' },
    ...{ holder: 'HELD BY', head: 'HEAD', uses: 'USES', size: 'SIZE', path: 'PATH' },
  },
  status: {
    nothingPlanned: 'Nothing is planned yet. Begin with a sentence:',
    atWork: 'At work',
    needsYou: 'Needs you',
    openPulls: 'Open pull requests',
    tasks: 'Tasks',
    blockedBy: 'blocked by',
    failedCount: (count) => `${count} failed`,
  },
  needs: {
    personAwaited: ({ id, title, found }) =>
      `Task ${id} waits for you: ${title}${found === undefined ? '' : ` (${found})`}`,
    taskFailed: ({ id, title, why, holdsUp }) =>
      `Task ${id} failed: ${title}${why === '' ? '' : ` (${why})`}${holdsUp === 0 ? '' : `; ${plural(holdsUp, 'task waits', 'tasks wait')} for it`}`,
    reviewBlocked: ({ id, title, findings }) =>
      `Task ${id} is held up by ${plural(findings, 'finding')} of review: ${title}`,
    pullWaits: ({ number, title, isFinal }) =>
      `PR #${number} ${isFinal ? 'with all of it ' : ''}waits for you: ${title}`,
    mergeHeld: (number, reason) => `PR #${number} is not merged yet: ${reason}`,
    forgeLost: (reason) => `GitHub cannot be reached: ${reason}`,
    runPaused: (spec) => `The run of ${spec} is paused`,
    agentRests: (agent, until) => `Agent ${agent} rests until ${until}: its quota is used up`,
    slotQuarantined: (slot, reason) => `${slot} is out of use: ${reason}`,
    repositoryAltered: ({ count, names }) =>
      `${plural(count, 'thing')} in your .git changed while agents were at work: ${names}`,
  },
  pulls: {
    ...{ final: '(whole spec)', none: 'There are no pull requests yet.', noneOpen: 'No pull request is open.' },
    ...{
      body: 'Description',
      verification: 'Verification',
      findings: 'Findings',
      comments: 'Comments',
      diff: 'Changes',
    },
    checks: { none: '', pending: 'checks running', success: 'checks passed', failure: 'checks failed' },
    states: { open: 'open', merged: 'merged', closed: 'closed' },
    unknown: (number) => `There is no pull request #${number}.`,
    asKnown: 'GitHub could not be asked; this is as it was known last.',
  },
  task: {
    ...{ description: 'Description', acceptance: 'Acceptance', attempts: 'Attempts', verification: 'Verification' },
    ...{ failure: 'Why it failed', files: 'Files changed', next: 'Next', dependsOn: 'depends on', opens: 'opens' },
    ...{ blockedBy: 'blocked by', skill: 'skill', boundary: 'files', pull: 'pull request', commit: 'merged as' },
    ...{ tokens: 'tokens', cost: 'cost', credits: 'credits', unknown: 'n/a', transcript: 'Printed last' },
    inAndOut: (input, output) => `${input} in, ${output} out`,
    tests: ({ passed, failed, skipped }) =>
      `${passed} passed${failed > 0 ? `, ${failed} failed` : ''}${skipped > 0 ? `, ${skipped} skipped` : ''}`,
  },
  logs: {
    neverRan: (task) => `Task ${task} has not been tried yet.`,
    noAttempt: (attempt, last) => `There is no attempt ${attempt}; the last one is ${last}.`,
    noLogYet: 'Nothing has been printed yet.',
  },
  attend: {
    waits: 'waits for you',
    title: ({ spec, id, title }) => `Task ${id} of ${spec}: ${title}`,
    agent: (name) => `This is ${name}, in the worktree of the task, which stands in .kiro/current-task.md.`,
    shell: (name) =>
      `The agent "${name}" has no face of its own: this is a shell in the worktree of the task, which stands in .kiro/current-task.md.`,
    howToEnd:
      'When you leave it, you are asked whether the task is done. `necrocode done` and `necrocode fail` work in there, too.',
    resumed: 'It goes on with the conversation that it has had.',
    rescued: (attempt, command) => `Attempt ${attempt} had not committed everything. To go on from that: ${command}`,
    question: 'Is it done? [d]one, [f]ail, [o]pen again, Enter to leave it as it is: ',
    whyFail: 'Why? Enter for no reason: ',
    preparing: 'The worktree is being made ready …',
    takingOver: 'The agent is being ended …',
    checking: 'Being checked …',
    proven: (id) => `Task ${id} is proven and committed; it is delivered now.`,
    refused: (id) => `Task ${id} is not right yet:`,
    again: 'It waits for you as before. Mend it, and say again that it is done.',
    givenUp: (id) => `Task ${id} is given up. What was not committed is kept under refs/necrocode/rescue/.`,
    ended: (id, why) => `The attempt at task ${id} has ended${why === '' ? '.' : `: ${why}`}`,
    left: 'It waits for you. To come back, to end it, to give it up:',
    noController: (spec) => `No controller is at work: \`necrocode execute ${spec}\` goes on from here.`,
    leaveFolder: 'Your shell stands in the slot: leave the folder, so that it can be used again.',
    notAtWork: (id, state) => `Nobody is at work on task ${id}: it is ${state}.`,
    unattended: (id) => `Task ${id} does not wait for you: an agent is at work on it.`,
    noSlot: 'This folder belongs to no task.',
    nameTask: 'Name the spec and the task.',
    slotFree: 'This slot has been given back: the attempt in it has ended.',
    notBegun: 'It has not begun yet.',
    checkGoesOn: 'The check goes on without you.',
  },
  simulation: {
    nothingLeft: 'Nothing is left to do.',
    ...{ workers: 'WORKERS', makespan: 'TIME', speedup: 'SPEED-UP', efficiency: 'OF BEST' },
    ...{ lowerBound: 'BEST POSSIBLE', criticalPath: 'Longest path' },
  },
  slots: { none: 'There are no slots.', savedAs: (ref) => `its work is kept as ${ref}` },
  clean: {
    ...{ wouldRemove: 'would go', removed: 'removed', kept: 'kept', failed: 'failed' },
    nothing: 'There is nothing to clean up.',
  },
  artifacts: { none: (attempt) => `Attempt ${attempt} has left no artifacts.` },
  doctor: {
    ...{ allWell: 'All is well.', agents: 'Agents', mend: 'To mend what can be mended:' },
    signInUnknown: 'sign-in unknown',
    ...{ forge: 'Pull requests', forgeHere: 'here only (local)', mayPush: '; may push and open pull requests' },
    forgeOnGithub: ({ repository, who }) =>
      ['GitHub', repository].filter(Boolean).join(' ') + (who === '' ? '' : `, signed in by ${who}`),
  },
  demo: {
    repository: 'A repository for the demo, yours to keep:',
    pulls: 'Pull requests',
    timeline: 'Who worked when',
    lookRound: 'Look round',
  },
  plan: {
    oneSource: 'Give a job or --from, not both.',
    noSource: 'Say what to build: a sentence, or --from with a file or folder.',
    ...{ forecast: 'Forecast', changes: 'Changes against the plan before', problems: 'Worth a look', notes: 'Notes' },
    ...{ written: 'Written', next: 'Next', dryRun: 'Nothing was written. Leave out --dry-run to write it.' },
    summary: ({ tasks, waves, version, planner }) =>
      `${plural(tasks, 'task')} in ${plural(waves, 'wave')}, version ${version}, planner ${planner}`,
    fromIssue: ({ number, url }) => `Its pull requests close issue #${number}: ${url}`,
    wave: (number) => `Wave ${number}`,
    takes: (workers, time) => `${time} with ${plural(workers, 'worker')}`,
  },
  planning: {
    stages: { requirements: 'requirements', design: 'design', tasks: 'tasks' },
    byModel: (model) => `Planned by the model ${model}`,
    byAgent: (agent) => `Planned by the agent ${agent}`,
    because: (what, why) => `${what}: ${why}.`,
    asked: (stage) => `Working on the ${stage}…`,
    repairing: (stage, problems) => `Mending the ${stage}: ${plural(problems, 'problem')}.`,
    round: (round) => `mending, round ${round}`,
    characters: (count) => plural(count, 'character'),
    finished: (file, time) => `${file} is done (${time}).`,
    takenUp: (file) => `${file} is taken up from a planning that was cut short.`,
    ...{ ending: 'Ending the planning…', ctrlC: 'Ctrl-C ends it; documents that are done are kept.' },
    kept: (files) => `Called off. Kept: ${files}. The same command goes on from there.`,
    nothingKept: 'Called off. Nothing was written; the same command begins anew.',
  },
  execute: {
    watch: 'Watch it:',
    stopping: 'Stopping: waiting for the agents to end. Ctrl-C again stops them at once.',
    stoppingNow: 'Stopping at once.',
    controllerAgain: 'The controller is gone; another one goes on.',
    ctrlC: 'Ctrl-C stops the run; `necrocode execute` goes on from there.',
    idle: 'idle',
    nothingStarted: 'Nothing was started.',
    totals: ({ pulls, attempts, speedup }) =>
      `${plural(pulls, 'PR')}, ${plural(attempts, 'attempt')}, ${speedup}× one agent alone`,
    forecast: ({ tasks, workers, makespan }) =>
      `${plural(tasks, 'task')} on ${plural(workers, 'worker')}: about ${makespan}.`,
  },
  summary: {
    done: (done, total) => `${done} of ${total} tasks done`,
    outcomes: { completed: 'completed', failed: 'ended with failed tasks', cancelled: 'cancelled' },
    interrupted: 'not finished',
    took: ({ elapsed, work, attempts, speedup }) =>
      `${elapsed} for ${work} of work in ${plural(attempts, 'attempt')}: ${speedup}× one agent alone`,
    expected: (time) => `the plan expected ${time}`,
    altered: ({ count, names, holders }) =>
      `${holders === '' ? '' : `While ${holders} was at work: `}${plural(count, 'thing')} in your .git changed: ${names}`,
  },
};
