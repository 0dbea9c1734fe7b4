// NecroCode for its shells: plan, execute, look, steer. The only door into core/ for the command line, the editor and the
// runner's own program. Nothing is done here: every function opens the room that does it, and only when it is first called,
// because a status line should cost next to nothing.
import type { Language } from './base/text.ts';
import type { RegistryEvent } from './model/events.ts';
import type { Settings } from './model/settings.ts';
import type { State } from './model/state.ts';
import type { Task, Taskset } from './model/task.ts';
import type { StatusOutline } from './model/view-status.ts';
import type { Reply, Standing } from './model/attendance.ts';
import type { LiveAttempt, PersonsTerminal, SaidVerdict } from './necrocode/attendance.ts';
import type { Changes, FileAt, PullBranches } from './necrocode/changes.ts';
import type { CleaningLine } from './necrocode/cleaning.ts';
import type { Launch } from './necrocode/cli-launch.ts';
import type { Answer, Asked, SubmitOptions } from './necrocode/client.ts';
import type { ControllerOptions } from './necrocode/controller.ts';
import type { DoctorReport } from './necrocode/doctor.ts';
import type { ArtifactEntry, OfAttempt } from './necrocode/evidence.ts';
import type { PlanOutcome, PlanWish } from './necrocode/planning.ts';
import type { Place } from './necrocode/place.ts';
import type { Progress } from './necrocode/progress.ts';
import type { ShownPull } from './necrocode/pulls.ts';
import type { SimulationRow } from './necrocode/simulation.ts';
import type { CleanedSlots, SlotEntry } from './necrocode/slots.ts';
import type { TaskLine } from './necrocode/task-lines.ts';
import type { Notice } from './notify/notify.ts';
import type { EventQuery, StateUpdate } from './registry/registry.ts';

export { version } from './necrocode/version.ts';
export type { LiveAttempt, PersonsTerminal } from './necrocode/attendance.ts';
export type { Changes, FileAt, PullBranches } from './necrocode/changes.ts';
export type { CleaningLine } from './necrocode/cleaning.ts';
export type { Launch } from './necrocode/cli-launch.ts';
export type { Answer, Asked, SubmitOptions } from './necrocode/client.ts';
export type { ControllerOptions } from './necrocode/controller.ts';
export type { AgentProbe } from './agents/agents.ts';
export type { DoctorReport } from './necrocode/doctor.ts';
export type { DoctorProblem } from './necrocode/doctor-problem.ts';
export type { ForgeReport } from './necrocode/doctor-forge.ts';
export type { ArtifactEntry, OfAttempt } from './necrocode/evidence.ts';
export type { PlanOutcome, PlanProgress, PlanWish, PlannerName, StageName } from './necrocode/planning.ts';
export type { Place, ToldSignIn } from './necrocode/place.ts';
export type { Progress } from './necrocode/progress.ts';
export type { ShownPull } from './necrocode/pulls.ts';
export type { SimulationRow } from './necrocode/simulation.ts';
export type { CleanedSlots, SlotEntry } from './necrocode/slots.ts';
export type { TaskLine } from './necrocode/task-lines.ts';
export type { Level, Notice } from './notify/notify.ts';
export type { EventQuery, StateUpdate } from './registry/registry.ts';

/** Throws a UserError when `cwd` is in no repository that has a working tree. */
export async function locate(cwd: string): Promise<Place> {
  return (await import('./necrocode/place.ts')).locate(cwd);
}

// Look: nothing of this takes a lock.

/** How all stands, when that is known without folding the log, as it is when nothing has happened for a while. */
export async function keptOutline(place: Place): Promise<StatusOutline | undefined> {
  return (await import('./necrocode/kept-outline.ts')).keptOutline(place);
}

/** How all stands, in any case, and where the registry is damaged, if it is. */
export async function readOutline(place: Place): Promise<{ outline: StatusOutline; damage: string | undefined }> {
  return (await import('./necrocode/reading.ts')).readOutline(place);
}

/** The present state, an empty one when nothing was ever planned, and where the registry is damaged, if it is. */
export async function readRegistry(place: Place): Promise<{ state: State; damage: string | undefined }> {
  return (await import('./necrocode/reading.ts')).readRegistry(place);
}

/** The state alone, for who only looks something up in it. */
export async function readState(place: Place): Promise<State> {
  return (await import('./necrocode/reading.ts')).readState(place);
}

/** The events after `sinceSeq`, those that are there and those to come; ends with the signal. */
export async function* followEvents(
  place: Place,
  options: { sinceSeq: number; signal: AbortSignal },
): AsyncGenerator<RegistryEvent, void, undefined> {
  yield* (await import('./necrocode/reading.ts')).followEvents(place, options);
}

/** The whole state, then the events that come after it, and the state anew when the log is not what it was; ends with the signal. */
export async function* followState(
  place: Place,
  options: { signal: AbortSignal },
): AsyncGenerator<StateUpdate, void, undefined> {
  yield* (await import('./necrocode/reading.ts')).followState(place, options);
}

export async function* queryEvents(place: Place, query: EventQuery): AsyncGenerator<RegistryEvent, void, undefined> {
  yield* (await import('./necrocode/reading.ts')).queryEvents(place, query);
}

/** The same as a list, of at most 5000. */
export async function listEvents(place: Place, query: EventQuery): Promise<RegistryEvent[]> {
  return (await import('./necrocode/reading.ts')).listEvents(place, query);
}

export async function readPlan(place: Place, spec_id: string): Promise<Taskset> {
  return (await import('./necrocode/reading.ts')).readPlan(place, spec_id);
}

/** One task of it, with its texts; undefined when the plan has no such task. */
export async function readTask(place: Place, spec_id: string, task_id: string): Promise<Task | undefined> {
  return (await import('./necrocode/reading.ts')).readTask(place, spec_id, task_id);
}

/** Absolute path of an attempt's folder in the registry: `output.log`, `messages.jsonl`. */
export async function attemptDir(place: Place, of: OfAttempt): Promise<string> {
  return (await import('./necrocode/reading.ts')).attemptDir(place, of);
}

export async function readProgress(place: Place, of: OfAttempt): Promise<Progress> {
  return (await import('./necrocode/progress.ts')).readProgress(place, of);
}

export async function listArtifacts(place: Place, of: OfAttempt): Promise<ArtifactEntry[]> {
  return (await import('./necrocode/evidence.ts')).listArtifacts(place, of);
}

export async function readArtifactText(place: Place, of: OfAttempt, name: string): Promise<string> {
  return (await import('./necrocode/evidence.ts')).readArtifactText(place, of, name);
}

export async function showPull(place: Place, number: number, options: { withDiff: boolean }): Promise<ShownPull> {
  return (await import('./necrocode/pulls.ts')).showPull(place, number, options);
}

/** What a pull request proposes, or did propose. Undefined when its commits are no longer there. */
export async function changesOfPull(place: Place, pull: PullBranches): Promise<Changes | undefined> {
  return (await import('./necrocode/changes.ts')).changesOfPull(place, pull);
}

/** The files that differ between two commits, given by their full ids. */
export async function listChanged(place: Place, base: string, head: string): Promise<Changes> {
  return (await import('./necrocode/changes.ts')).listChanged(place, base, head);
}

/** A file as a commit has it. */
export async function readFileAt(place: Place, commit: string, path: string): Promise<FileAt> {
  return (await import('./necrocode/changes.ts')).readFileAt(place, commit, path);
}

/** Where the tasks stand in a task list; `file` is the path that tells its dialect. */
export async function taskLines(text: string, file: string): Promise<TaskLine[]> {
  return (await import('./necrocode/task-lines.ts')).taskLines(text, file);
}

/** Absolute path of a working tree that stands where the pull request does; made when there is none. */
export async function openReviewWorktree(place: Place, number: number): Promise<string> {
  return (await import('./necrocode/review-worktrees.ts')).openReviewWorktree(place, number);
}

export async function listSlots(place: Place): Promise<SlotEntry[]> {
  return (await import('./necrocode/slots.ts')).listSlots(place);
}

export async function simulatePlan(
  place: Place,
  spec_id: string,
  workers: readonly number[],
): Promise<SimulationRow[]> {
  return (await import('./necrocode/simulation.ts')).simulatePlan(place, spec_id, workers);
}

/** The same for a plan that the registry need not know; `done` takes no time. */
export async function simulateTaskset(
  taskset: Taskset,
  workers: readonly number[],
  done: ReadonlySet<string> = new Set(),
): Promise<SimulationRow[]> {
  return (await import('./necrocode/simulation.ts')).simulateTaskset(taskset, workers, done);
}

export async function settingsOf(place: Place, flags: Record<string, unknown> = {}): Promise<Settings> {
  return (await import('./necrocode/controller-settings.ts')).settingsOf(place, flags);
}

/** Folder of what the demo builds; it ships beside the programs. */
export async function demoFolder(): Promise<string> {
  return `${(await import('./necrocode/programs.ts')).distFolder()}/demo`;
}

/** What gives a line for a person about an event, or none when the event is bookkeeping. */
export async function loadDescriber(
  language: Language,
): Promise<(event: RegistryEvent, state: State) => Notice | undefined> {
  const { describeEvent } = await import('./notify/notify.ts');
  return (event, state) => describeEvent(event, state, language);
}

// Do.

/** Throws a UserError that lists every problem of the plan; nothing is written then. */
export async function planJob(place: Place, wish: PlanWish): Promise<PlanOutcome> {
  return (await import('./necrocode/planning.ts')).planJob(place, wish);
}

/** Hands a request to the controller. Throws a UserError with the controller's words when it is refused. */
export async function submit(place: Place, asked: Asked, options: SubmitOptions): Promise<Answer> {
  return (await import('./necrocode/client.ts')).submit(place, asked, options);
}

/** How the command line is started in a terminal of the editor. */
export async function cliLaunch(place: Place, args: readonly string[]): Promise<Launch> {
  return (await import('./necrocode/cli-launch.ts')).cliLaunch(place, args);
}

export async function isControlled(place: Place): Promise<boolean> {
  return (await import('./necrocode/presence.ts')).isControlled(place);
}

/** Runs until nothing is left to do. False when another process owns the registry already. */
export async function runController(place: Place, options: ControllerOptions): Promise<boolean> {
  return (await import('./necrocode/controller.ts')).runController(place, options);
}

/** How a live attempt stands towards a person, by its runner's own words: no controller is needed to know it. */
export async function readStanding(place: Place, of: LiveAttempt): Promise<Standing> {
  return (await import('./necrocode/attendance.ts')).readStanding(place, of);
}

/** Until `isEnough` says so, the attempt is over, or the signal fires. Throws a UserError when its runner is gone. */
export async function followStanding(
  place: Place,
  of: LiveAttempt,
  options: { isEnough: (standing: Standing) => boolean; signal: AbortSignal },
): Promise<Standing> {
  return (await import('./necrocode/attendance.ts')).followStanding(place, of, options);
}

/** Says that an attempt is done, or given up. Resolves with the runner's reply; with none when the signal fires first. */
export async function giveVerdict(
  place: Place,
  of: LiveAttempt,
  said: SaidVerdict & { signal: AbortSignal },
): Promise<Standing & { reply: Reply | undefined }> {
  return (await import('./necrocode/attendance.ts')).giveVerdict(place, of, said);
}

/** Asks for an attempt to be a person's from now on: its agent is ended, and its runner waits. */
export async function takeOver(place: Place, of: LiveAttempt): Promise<void> {
  return (await import('./necrocode/attendance.ts')).takeOver(place, of);
}

/** What to start in a person's terminal, so that they can do the attempt. */
export async function openPersonsTerminal(
  place: Place,
  of: LiveAttempt,
  standing: Pick<Standing, 'failure' | 'session'>,
): Promise<PersonsTerminal> {
  return (await import('./necrocode/attendance.ts')).openPersonsTerminal(place, of, standing);
}

export async function cleanSlots(place: Place, options: { dryRun: boolean }): Promise<CleanedSlots> {
  return (await import('./necrocode/slots.ts')).cleanSlots(place, options);
}

export async function clean(place: Place, options: { dryRun: boolean; language: Language }): Promise<CleaningLine[]> {
  return (await import('./necrocode/cleaning.ts')).clean(place, options);
}

export async function doctor(place: Place, options: { fix: boolean }): Promise<DoctorReport> {
  return (await import('./necrocode/doctor.ts')).doctor(place, options);
}
