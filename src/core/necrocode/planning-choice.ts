// Who plans, and why: a spec is read; a sentence goes to a language model where there is a key, to a coding agent where one can be
// used, and to the templates of the offline planner otherwise. What `auto` chooses is said in a sentence, because it may cost
// something. Nothing is planned here.
import { chooseAgent, inBrackets, openAgents, probeAgent, reason, type Chosen } from '../agents/agents.ts';
import { UserError, wordsOf, type Words } from '../base/errors.ts';
import type { Language } from '../base/text.ts';
import type { AgentLaunch } from '../model/spirit.ts';
import type { JobSpec } from '../planner/planner.ts';
import { settingsOf } from './controller-settings.ts';
import type { Place } from './place.ts';
import { findKey } from './planning-model.ts';
import type { PlanWish } from './planning.ts';

export type PlannerName = 'auto' | 'spec' | 'offline' | 'openai' | 'agent';
export type UsedPlanner = Exclude<PlannerName, 'auto'>;

type Sentence = Record<Language, string>;

export type Choice =
  | { planner: 'spec' }
  /** `why` is absent when it was asked for. */
  | { planner: 'offline' | 'openai'; why?: Sentence }
  | { planner: 'agent'; agent: AgentLaunch; why?: Sentence };

type Wish = Pick<PlanWish, 'planner' | 'agent' | 'modelKey' | 'signal'>;

/** @throws UserError when what was asked for cannot be had. */
export async function choosePlanner(place: Place, job: JobSpec, wish: Wish): Promise<Choice> {
  const said = wish.planner ?? 'auto';
  if (wish.agent !== undefined && said !== 'auto' && said !== 'agent') {
    throw new UserError(`The planner "${said}" uses no agent.`, {
      hint: 'Leave out --agent, or use --planner agent.',
      ja: {
        message: `プランナー「${said}」はエージェントを使いません。`,
        hint: '--agent を外すか、--planner agent を指定してください。',
      },
    });
  }
  if (said === 'spec' || (said === 'auto' && isSpec(job))) return { planner: 'spec' };
  const isOpen = said === 'auto' && wish.agent === undefined;
  const asked = isOpen ? (await settingsOf(place)).planner.kind : said;
  if (asked === 'agent' || wish.agent !== undefined) {
    const found = await findAgent(place, wish);
    if (found.agent === undefined) throw noAgent(found.reasons);
    return { planner: 'agent', agent: found.agent };
  }
  if (asked !== 'auto') return { planner: asked };
  if ((await findKey(wish)) !== undefined) return { planner: 'openai', why: keyFound };
  const { agent, reasons } = await findAgent(place, wish);
  if (agent === undefined) return { planner: 'offline', why: nothingFound(reasons) };
  return { planner: 'agent', agent, why: agentFound(agent.name) };
}

/** A folder is a spec; so is a file with boxes in it, or JSON; any other text says what to build. */
function isSpec(job: JobSpec): boolean {
  if (job.kind === 'folder') return true;
  return job.kind === 'file' && (job.path.endsWith('.json') || /^\s*[-*+] `?\[[ xX~>/-]\]/m.test(job.text));
}

/** The one that is named, by the wish or by the settings; else the first that can be used: the user's own, then known ones. */
async function findAgent(place: Place, { agent: named, signal }: Wish): Promise<Chosen> {
  const { env } = process;
  const settings = await settingsOf(place);
  const agents = await openAgents({ mainWorktree: place.mainWorktree, settings, env });
  const wanted = named ?? settings.agent;
  let launches: AgentLaunch[];
  try {
    launches = wanted === 'auto' ? agents.candidates() : [agents.launch(wanted)];
  } catch (error) {
    // What is wrong in the settings is only a reason to look elsewhere.
    if (named !== undefined || !(error instanceof UserError)) throw error;
    return { agent: undefined, reasons: [reason(wanted, wordsOf(error))] };
  }
  return chooseAgent(launches, async (agent, { msMax }) => {
    const { name } = agent;
    if (agent.driver === 'playbook') return { name, usable: false, why: followsPlaybook };
    // Whoever names an agent hears from itself what is wrong with it.
    if (named === name) return { name, usable: true };
    return probeAgent(agent, { env, signal, msMax });
  });
}

function noAgent(reasons: readonly Sentence[]): UserError {
  const why = inBrackets(reasons);
  return new UserError(`No agent that can plan is set up${why.en}.`, {
    hint: 'Install one (`necrocode doctor` lists them), name it with --agent, or use --planner offline.',
    ja: {
      message: `計画できるエージェントがありません${why.ja}。`,
      hint: 'インストールする(`necrocode doctor` で一覧)か、--agent で指定するか、--planner offline を使ってください。',
    },
  });
}

const keyFound: Sentence = {
  en: 'a key of a language model was found',
  ja: '言語モデルのキーが見つかりました',
};

function agentFound(name: string): Sentence {
  return {
    en: `no key of a language model was found, and the agent ${name} can be used; --planner offline plans without it`,
    ja: `言語モデルのキーは見つからず、エージェント ${name} を利用できます。--planner offline なら使わずに計画します`,
  };
}

/** Said when `auto` would have asked a model or an agent and could not. */
function nothingFound(reasons: readonly Sentence[]): Sentence {
  const why = inBrackets(reasons);
  return {
    en: `No key of a language model was found (OPENAI_API_KEY or ~/.kiro/openai.key), and no agent that can plan${why.en}, so the plan was made offline.`,
    ja: `言語モデルのキー (OPENAI_API_KEY または ~/.kiro/openai.key) も、計画できるエージェントも見つからないため${why.ja}、オフラインで計画しました。`,
  };
}

const followsPlaybook: Record<Language, Words> = {
  en: { message: 'it follows a playbook, which cannot plan' },
  ja: { message: 'プレイブックに従うもので、計画はできません' },
};
