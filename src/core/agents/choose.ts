// What `auto` means: the first agent that can be used. One is asked after the other, so that nobody waits for the later ones where
// an earlier one will do; the whole takes a bounded time. Why those before it cannot be used is told along.
import { UserError, type Words } from '../base/errors.ts';
import type { Language } from '../base/text.ts';
import type { AgentLaunch } from '../model/spirit.ts';
import type { AgentProbe } from './probe.ts';

type Sentence = Readonly<Record<Language, string>>;

export interface Chosen {
  agent: AgentLaunch | undefined;
  /** Why those before it cannot be used, each a clause that begins with the name. */
  reasons: Sentence[];
}

/** @param msMax for one question of the probe, of which an agent is asked two at most */
export type Ask = (agent: AgentLaunch, options: { msMax: number }) => Promise<AgentProbe>;

const questionMsMax = 15_000;
/** Whoever has asked for a run waits for 60 s. */
const choiceMsMax = 30_000;
const questionMsMin = 1000;

/** Launches of one program share its sign-in: once it cannot be used, nobody asks it again. */
export async function chooseAgent(candidates: readonly AgentLaunch[], ask: Ask): Promise<Chosen> {
  const endsAt = performance.now() + choiceMsMax;
  const reasons: Sentence[] = [];
  const broken = new Set<string>();
  for (const agent of candidates) {
    const [program = ''] = agent.argv;
    if (broken.has(program)) continue;
    const left = endsAt - performance.now();
    const { why } = await ask(agent, { msMax: Math.min(questionMsMax, Math.max(questionMsMin, left)) });
    if (why === undefined) return { agent, reasons };
    broken.add(program);
    reasons.push(reason(agent.name, why));
  }
  return { agent: undefined, reasons };
}

/** Why this agent is not taken, as a clause. */
export function reason(name: string, why: Readonly<Record<Language, Words>>): Sentence {
  return { en: `${name}: ${asClause(why.en)}`, ja: `${name}: ${asClause(why.ja)}` };
}

/** Nothing where there are none. */
export function inBrackets(reasons: readonly Sentence[]): Sentence {
  const told = (language: Language) => reasons.map((one) => one[language]).join('; ');
  return reasons.length === 0 ? { en: '', ja: '' } : { en: ` (${told('en')})`, ja: ` (${told('ja')})` };
}

/** It stands inside of a sentence; a program's name begins as it does. */
function asClause({ message }: Words): string {
  return message.replace(/[.。]$/, '').replace(/^[A-Z](?=[a-z]+ )/, (capital) => capital.toLowerCase());
}

/** @param playbooksFolder where a playbook can be written, which needs no agent */
export function noneUsable(reasons: readonly Sentence[], playbooksFolder: string): UserError {
  if (reasons.length === 0) {
    return new UserError('No agent is set up.', {
      hint: `Install one (\`necrocode doctor\` lists them), add one under \`agents:\` in ~/.kiro/necrocode.yaml, name it with --agent, or write a playbook in ${playbooksFolder}.`,
      ja: {
        message: '使えるエージェントがありません。',
        hint: `インストールする(\`necrocode doctor\` で一覧)、~/.kiro/necrocode.yaml の \`agents:\` に追加する、--agent で指定する、${playbooksFolder} にプレイブックを書く、のいずれかを行ってください。`,
      },
    });
  }
  const why = inBrackets(reasons);
  return new UserError(`No agent can be used${why.en}.`, {
    hint: '`necrocode doctor` says how to sign in to each; --agent takes the one that you name, as it is.',
    ja: {
      message: `利用できるエージェントがありません${why.ja}。`,
      hint: 'サインインの方法は `necrocode doctor` で確認できます。--agent で指定したものは確認せずに使われます。',
    },
  });
}
