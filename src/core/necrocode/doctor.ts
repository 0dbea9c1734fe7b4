// What is wrong here, and how it is mended: the registry, the settings, the tools, the slots. Looking changes nothing; mending
// is asked for by a person and done under the registry's lock.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openAgents, probeAgent, probeAgents, type AgentProbe } from '../agents/agents.ts';
import { UserError } from '../base/errors.ts';
import { gitVersion } from '../base/git.ts';
import { liveAttempt, type SpecState } from '../model/state.ts';
import * as registry from '../registry/registry.ts';
import { checkRepository } from '../slots/slots.ts';
import { settingsOf } from './controller-settings.ts';
import { inEnglish, problemOf, type DoctorProblem } from './doctor-problem.ts';
import { examineForge, type ForgeReport } from './doctor-forge.ts';
import { examineAltered, examineLocks, restoreAltered } from './doctor-git.ts';
import type { Place } from './place.ts';
import { isControlled } from './presence.ts';
import { readState } from './reading.ts';

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
    ...(await examineChoice(place, agents)),
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
  return Promise.all(Object.keys(settings.agents).map((name) => probeAgent(agents.launch(name), { env })));
}

/** Whether a run finds an agent that can be used, as it looks for it itself; a plan can be made without. */
async function examineChoice(place: Place, probes: readonly AgentProbe[]): Promise<DoctorProblem[]> {
  const settings = await settingsOf(place).catch(() => undefined);
  if (settings === undefined) return [];
  try {
    const probeOf = (name: string) => probes.find((probe) => probe.name === name);
    const ask = ({ name }: { name: string }) => Promise.resolve(probeOf(name) ?? { name, usable: true });
    const agents = await openAgents({ mainWorktree: place.mainWorktree, settings, env: process.env, ask });
    const { name } = (await agents.choose(settings.agent)).agent;
    const why = probeOf(name)?.why;
    return why === undefined ? [] : [{ ...problemOf(unusable(name, why), name), severity: 'warning' }];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [{ ...problemOf(error, 'agent'), severity: 'warning' }];
  }
}

function unusable(name: string, { en, ja }: NonNullable<AgentProbe['why']>): UserError {
  return new UserError(`A run would take ${name}, which cannot be used: ${en.message}`, {
    hint: en.hint,
    ja: { message: `実行に使われるエージェント ${name} が使えません: ${ja.message}`, hint: ja.hint },
  });
}

async function examineRegistry(place: Place): Promise<DoctorProblem[]> {
  if ((await stat(place.registryDir).catch(() => undefined)) === undefined) return [];
  const problems = await registry.examineRegistry(place.registryDir);
  return problems.map((problem) => ({
    severity: registry.isBlocking(problem) ? 'error' : 'warning',
    words: inEnglish({ message: problem.message, hint: problem.fix }),
    place: join('.kiro', 'registry', registry.describePlace(problem.place)),
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
    return warnings.map((message) => ({
      ...{ severity: 'warning', words: inEnglish({ message }), place: mainWorktree, is_mendable: false },
    }));
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

/** Attempts that the registry believes to be at work while nobody looks after them. */
async function examineRuns(place: Place): Promise<DoctorProblem[]> {
  const state = await readState(place);
  const orphaned = [...state.specs.values()].filter(hasLiveAttempt);
  if (orphaned.length === 0 || (await isControlled(place))) return [];
  return orphaned.map(({ spec_id }) => ({
    severity: 'warning',
    words: orphanedRun(spec_id),
    place: spec_id,
    is_mendable: false,
  }));
}

function orphanedRun(spec_id: string): DoctorProblem['words'] {
  const command = `\`necrocode execute ${spec_id}\``;
  return {
    en: {
      message: `The run of ${spec_id} has attempts under way, and no controller follows them.`,
      hint: `Run ${command}: it takes them up again.`,
    },
    ja: {
      message: `${spec_id} には進行中の試行がありますが、見守るコントローラーがありません。`,
      hint: `${command} で再開できます。`,
    },
  };
}

function hasLiveAttempt({ tasks }: SpecState): boolean {
  return [...tasks.values()].some((task) => liveAttempt(task) !== undefined);
}
