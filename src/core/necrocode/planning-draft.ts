// A plan before it is written: who plans is chosen, and what the planner makes is brought into one form. Nothing is published here
// but what a planner keeps of its own stages.
import { isAbsolute, relative, resolve } from 'node:path';
import { UserError } from '../base/errors.ts';
import type { Language } from '../base/text.ts';
import { readSpecFolder } from '../intake/intake.ts';
import type { State } from '../model/state.ts';
import type { Task } from '../model/task.ts';
import { planOffline, surveyRepository, type JobSpec, type OfflinePlan, type PlanToWrite } from '../planner/planner.ts';
import { settingsOf } from './controller-settings.ts';
import type { Place } from './place.ts';
import { choosePlanner, type Choice } from './planning-choice.ts';
import { planByModel } from './planning-model.ts';
import type { PlanOutcome, PlanWish } from './planning.ts';

export interface Draft {
  plan: Omit<PlanOutcome, 'difference' | 'written'>;
  texts: PlanToWrite['texts'];
  /** What the planner has written by itself. */
  written: readonly string[];
  /** Called when the plan is on disk. */
  finish?: () => Promise<void>;
}

type Circumstances = { wish: PlanWish; state: State };

/** @throws UserError for whatever the planner or its source is at fault; Cancelled. */
export async function draftPlan(place: Place, job: JobSpec, circumstances: Circumstances): Promise<Draft> {
  const { wish } = circumstances;
  const choice = await choosePlanner(place, job, wish);
  if (choice.planner === 'spec') {
    if (job.kind === 'sentence') throw noFolder();
    if (wish.agent !== undefined) throw agentForSpec();
    return draftFromSpec(place, job.path, wish);
  }
  if (job.kind === 'folder') throw isFolder(choice.planner, job.path);
  return draftFromText(place, job.text, { ...circumstances, choice });
}

type Chosen = Circumstances & { choice: Exclude<Choice, { planner: 'spec' }> };

async function draftFromText(place: Place, text: string, { wish, state, choice }: Chosen): Promise<Draft> {
  switch (choice.planner) {
    case 'openai': {
      announce(wish, { planner: 'openai', who: (await settingsOf(place)).planner.model, why: choice.why });
      return draftOf(await planByModel(place, text, { wish, state }), { planner: 'openai', problems: [] });
    }
    case 'agent': {
      const { agent, why } = choice;
      announce(wish, { planner: 'agent', who: agent.name, why });
      const { planByAgent } = await import('./planning-agent.ts');
      const made = await planByAgent(place, text, { wish, state, agent });
      const file = `.kiro/specs/${made.spec_id}/tasks.md`;
      const problems = made.problems.map((problem) => ({ file, ...problem }));
      return draftOf(made, { planner: 'agent', agent: agent.name, problems });
    }
    case 'offline': {
      const plan = planOffline(text, {
        ...(wish.spec === undefined ? {} : { specId: wish.spec }),
        ...(wish.language === undefined ? {} : { language: wish.language }),
        repository: await surveyRepository(place.mainWorktree),
      });
      const why = choice.why === undefined ? [] : [choice.why[plan.language]];
      return draftOf({ ...plan, notes: [...why, ...plan.notes] }, { planner: 'offline', problems: [] });
    }
  }
}

type Made = Pick<OfflinePlan, 'spec_id' | 'taskset' | 'files' | 'notes'> & Partial<Pick<Draft, 'written' | 'finish'>>;
type Maker = Pick<PlanOutcome, 'planner' | 'agent' | 'problems'>;

function draftOf({ spec_id, taskset, files, notes, written = [], finish }: Made, maker: Maker): Draft {
  return {
    plan: { spec_id, ...maker, taskset, notes },
    ...{ texts: files, written },
    ...(finish === undefined ? {} : { finish }),
  };
}

function announce(
  { onProgress }: PlanWish,
  { why, ...chosen }: { planner: 'openai' | 'agent'; who: string; why: Record<Language, string> | undefined },
): void {
  try {
    onProgress?.({ kind: 'chosen', ...chosen, ...(why === undefined ? {} : { why }) });
  } catch {
    // As with all that is told: a listener that throws has only itself to blame.
  }
}

async function draftFromSpec(place: Place, path: string, wish: PlanWish): Promise<Draft> {
  const { taskset: read, problems } = await readSpecFolder(path, {
    specId: wish.spec,
    includeOptional: wish.includeOptional,
  });
  const { spec_id } = read;
  const taskset = { ...read, tasks: read.tasks.map((task) => withRelativeSource(task, place)) };
  return { plan: { spec_id, planner: 'spec', taskset, problems, notes: [] }, texts: undefined, written: [] };
}

/** A plan may be tracked and read elsewhere: what lies in the repository is named from its top. */
function withRelativeSource(task: Task, { mainWorktree }: Place): Task {
  const { source } = task.metadata;
  if (source === undefined) return task;
  const file = relative(mainWorktree, resolve(source.file));
  if (file.startsWith('..') || isAbsolute(file)) return task;
  return { ...task, metadata: { ...task.metadata, source: { ...source, file: file.replaceAll('\\', '/') } } };
}

function noFolder(): UserError {
  return new UserError('The planner "spec" reads a spec: name its folder with --from.', {
    ja: { message: 'プランナー「spec」は仕様を読み込みます。--from でフォルダーを指定してください。' },
  });
}

function agentForSpec(): UserError {
  return new UserError('A spec is read, and no agent plans it: leave out --agent.', {
    ja: { message: '仕様は読み込むだけで、エージェントは計画しません。--agent を外してください。' },
  });
}

function isFolder(planner: string, path: string): UserError {
  return new UserError(`The planner "${planner}" plans from a sentence, and ${path} is a folder.`, {
    ja: { message: `プランナー「${planner}」は文から計画しますが、${path} はフォルダーです。` },
  });
}
