// Gives the planner that asks a language model what it may not know by itself: settings, key, what is finished, and how a spec is
// read. The key goes from here to the wire and nowhere else.
import { homedir } from 'node:os';
import { UserError } from '../base/errors.ts';
import { parseTaskFile, toTaskset } from '../intake/intake.ts';
import { endpointUrlSchema } from '../model/settings.ts';
import type { State } from '../model/state.ts';
import { findModelKey, planWithModel, type AgentPlanOptions, type ModelPlan } from '../planner/planner.ts';
import { settingsOf } from './controller-settings.ts';
import type { Place } from './place.ts';
import type { PlanWish } from './planning.ts';

/** The one that was handed over, else what the user has; undefined when there is none. @throws UserError when it lies open to others. */
export async function findKey({ modelKey }: Pick<PlanWish, 'modelKey'>): Promise<string | undefined> {
  return modelKey ?? findModelKey({ env: process.env, home: homedir() });
}

export async function planByModel(
  place: Place,
  text: string,
  { wish, state }: { wish: PlanWish; state: State },
): Promise<ModelPlan> {
  const key = await findKey(wish);
  if (key === undefined) {
    throw new UserError('The planner "openai" needs a key, and none was found.', {
      hint: 'Set OPENAI_API_KEY, or put the key into ~/.kiro/openai.key (chmod 600). Without one: --planner offline.',
      ja: {
        message: 'プランナー「openai」にはキーが必要ですが、見つかりませんでした。',
        hint: 'OPENAI_API_KEY を設定するか、~/.kiro/openai.key に置いてください(chmod 600)。キーなしなら --planner offline を使います。',
      },
    });
  }
  const { planner } = await settingsOf(place);
  const read = readBack(wish.includeOptional === true);
  return planWithModel(text, {
    mainWorktree: place.mainWorktree,
    endpoint: { key, model: planner.model, wire: planner.wire, baseUrl: planner.base_url ?? baseUrlOfEnvironment() },
    ...{ specId: wish.spec, language: wish.language, contextTokensMax: planner.context_tokens_max },
    repairsMax: planner.repairs_max,
    finishedOf: (specId) => finishedTasksOf(state, specId),
    readBack: (texts, specId) => read(texts, specId).taskset,
    env: process.env,
    ...{ overwrite: wish.overwrite, isDryRun: wish.dryRun, onProgress: wish.onProgress, signal: wish.signal },
  });
}

/** Ids and titles of the tasks that runs have finished. */
export function finishedTasksOf(state: State, spec_id: string): { id: string; title: string }[] {
  const tasks = [...(state.specs.get(spec_id)?.tasks.values() ?? [])];
  return tasks.filter((task) => task.via === 'run').map(({ node: { id, title } }) => ({ id, title }));
}

/** Reads the documents of a spec as anybody's are read, with what is strange in its tasks. */
export function readBack(includeOptional: boolean): AgentPlanOptions['readBack'] {
  return (texts, specId) => {
    const file = `.kiro/specs/${specId}/tasks.md`;
    const parsed = parseTaskFile(texts['tasks.md'], { file });
    const [requirements, design] = [texts['requirements.md'], texts['design.md']];
    const { taskset, problems } = toTaskset(parsed, { specId, file, includeOptional, requirements, design });
    return { taskset, problems: [...parsed.problems, ...problems], hasGraph: parsed.waves !== undefined };
  };
}

function baseUrlOfEnvironment(): string | undefined {
  const url = process.env['OPENAI_BASE_URL']?.trim() ?? '';
  if (url === '') return undefined;
  if (endpointUrlSchema.safeParse(url).success) return url;
  throw new UserError('Expected OPENAI_BASE_URL to be an http or https address without a password in it.', {
    ja: { message: 'OPENAI_BASE_URL には、パスワードを含まない http または https のアドレスを指定してください。' },
  });
}
