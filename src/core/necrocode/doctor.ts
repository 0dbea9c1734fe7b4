// What is wrong here, and how it is mended: the registry, the settings, the tools, the slots. Looking changes nothing; mending
// is asked for by a person and done under the registry's lock.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openAgents, probeAgent, probeAgents, type AgentProbe } from '../agents/agents.ts';
import { UserError, messageOf } from '../base/errors.ts';
import { gitVersion } from '../base/git.ts';
import { liveAttempt, type SpecState } from '../model/state.ts';
import * as registry from '../registry/registry.ts';
import { checkRepository } from '../slots/slots.ts';
import { settingsOf } from './controller-settings.ts';
import { examineForge, type ForgeReport } from './doctor-forge.ts';
import { examineAltered, examineLocks, restoreAltered } from './doctor-git.ts';
import type { Place } from './place.ts';
import { isControlled } from './presence.ts';
import { readState } from './reading.ts';

export interface DoctorProblem {
  severity: 'error' | 'warning';
  what: string;
  /** A file, a slot, a program. */
  place: string;
  /** The way out, one sentence. */
  fix: string;
  /** True when `doctor --fix` does it. */
  is_mendable: boolean;
}

export interface DoctorReport {
  problems: DoctorProblem[];
  /** What was done, one sentence each. */
  fixed: string[];
  /** Which of the known agents can work here, and why the others cannot: no problem by itself. */
  agents: AgentProbe[];
  /** Where the pull requests of the next run will be, and with which sign-in. */
  forge?: ForgeReport;
}

/** With `fix`, repairs the registry and tells what is left. Throws a UserError when a controller owns what is to be mended. */
export async function doctor(place: Place, { fix }: { fix: boolean }): Promise<DoctorReport> {
  const before = await examineRegistry(place);
  const repaired = fix && before.length > 0 ? await registry.repairRegistry(place.registryDir) : [];
  const restored = fix ? await restoreAltered(place) : [];
  const fixed = [...repaired, ...restored];
  const [forge, own, known] = await Promise.all([examineForge(place), probeOwnAgents(place), probeAgents(process.env)]);
  const agents = [...own, ...known.filter(({ name }) => own.every((one) => one.name !== name))];
  const problems = [
    ...(repaired.length > 0 ? await examineRegistry(place) : before),
    ...(await examineTools()),
    ...(await examineRepository(place)),
    ...(await examineAltered(place)),
    ...(await examineLocks(place)),
    ...(await examineSettings(place)),
    ...forge.problems,
    ...(await examineRuns(place)),
  ];
  return { problems, fixed, agents, ...(forge.forge === undefined ? {} : { forge: forge.forge }) };
}

/** What is wrong with the settings is told by itself. */
async function probeOwnAgents(place: Place): Promise<AgentProbe[]> {
  const settings = await settingsOf(place).catch(() => undefined);
  if (settings === undefined) return [];
  const { env } = process;
  const agents = await openAgents({ mainWorktree: place.mainWorktree, settings, env });
  return Promise.all(Object.keys(settings.agents).map((name) => probeAgent(agents.resolve(name), { env })));
}

async function examineRegistry(place: Place): Promise<DoctorProblem[]> {
  if ((await stat(place.registryDir).catch(() => undefined)) === undefined) return [];
  const problems = await registry.examineRegistry(place.registryDir);
  return problems.map((problem) => ({
    severity: registry.isBlocking(problem) ? 'error' : 'warning',
    what: problem.message,
    place: join('.kiro', 'registry', registry.describePlace(problem.place)),
    fix: problem.fix,
    is_mendable: true,
  }));
}

async function examineTools(): Promise<DoctorProblem[]> {
  try {
    await gitVersion();
    return [];
  } catch (error) {
    return [problemOf(error, 'git')];
  }
}

/** What would be refused, or done differently from what one may expect, when a run begins. */
async function examineRepository({ mainWorktree }: Place): Promise<DoctorProblem[]> {
  try {
    const { warnings } = await checkRepository(mainWorktree);
    return warnings.map((what) => ({ severity: 'warning', what, place: mainWorktree, fix: '', is_mendable: false }));
  } catch (error) {
    return [problemOf(error, mainWorktree)];
  }
}

async function examineSettings(place: Place): Promise<DoctorProblem[]> {
  try {
    await settingsOf(place);
    return [];
  } catch (error) {
    return [problemOf(error, '.kiro/necrocode.yaml')];
  }
}

function problemOf(error: unknown, place: string): DoctorProblem {
  const fix = error instanceof UserError ? (error.hint ?? '') : '';
  return { severity: 'error', what: messageOf(error), place, fix, is_mendable: false };
}

/** Attempts that the registry believes to be at work while nobody looks after them. */
async function examineRuns(place: Place): Promise<DoctorProblem[]> {
  const state = await readState(place);
  const orphaned = [...state.specs.values()].filter(hasLiveAttempt);
  if (orphaned.length === 0 || (await isControlled(place))) return [];
  return orphaned.map(({ spec_id }) => ({
    severity: 'warning',
    what: `The run of ${spec_id} has attempts under way, and no controller follows them.`,
    place: spec_id,
    fix: `Run \`necrocode execute ${spec_id}\`: it takes them up again.`,
    is_mendable: false,
  }));
}

function hasLiveAttempt({ tasks }: SpecState): boolean {
  return [...tasks.values()].some((task) => liveAttempt(task) !== undefined);
}
