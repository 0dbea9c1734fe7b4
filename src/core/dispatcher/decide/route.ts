// Where a task goes: its skill, and by that the agent, the instance and the pool. The plan's own `required_skill` wins, then
// the words of the settings, then the built-in words, English and Japanese, looked for in the title.
import type { TaskNode } from '../../model/events.ts';
import { slugOf } from '../../model/ids.ts';
import type { Settings } from '../../model/settings.ts';

export interface Route {
  skill?: string;
  agent: string;
  /** `<skill>_spirit_<n>`: the smallest n that no live attempt bears. */
  agent_instance: string;
  pool: string;
}

export interface RouteOptions {
  /** The agent of the run, for skills that name none. */
  agent: string;
  /** Live attempts by agent instance. */
  liveByInstance: ReadonlyMap<string, number>;
  /** Pools that can start runners, the preferred first. */
  pools: readonly string[];
  /** The pool that has just lost a runner of this task: taken only when there is no other. */
  avoidedPool?: string | undefined;
}

/** The first rule that matches gives the skill: what is written *about* a thing goes before the thing itself. */
const keywordRules: readonly { skill: string; pattern: RegExp }[] = [
  { skill: 'docs', pattern: /\b(docs?|documentation|readme|changelog|guide)\b|ドキュメント|文書|手順書|マニュアル/i },
  { skill: 'qa', pattern: /\b(qa|tests?|testing|e2e|coverage)\b|テスト|試験|検証|品質/i },
  {
    skill: 'devops',
    pattern:
      /\b(devops|ci|cd|ci\/cd|docker(file)?|kubernetes|k8s|helm|terraform|deploy(ment)?|pipeline)\b|デプロイ|インフラ|コンテナ/i,
  },
  {
    skill: 'database',
    pattern:
      /\b(db|databases?|sql|schemas?|migrations?|postgres(ql)?|mysql|sqlite)\b|データベース|スキーマ|マイグレーション/i,
  },
  {
    skill: 'frontend',
    pattern:
      /\b(front-?end|ui|ux|css|html|react|vue|components?|pages?|screens?|forms?|layout)\b|フロントエンド|画面|表示|ページ|フォーム/i,
  },
  {
    skill: 'backend',
    pattern:
      /\b(back-?end|apis?|servers?|endpoints?|rest|graphql|websocket|middleware)\b|バックエンド|サーバ|認証|エンドポイント/i,
  },
];

/** Undefined when no pool is there at all. */
export function routeTask(node: TaskNode, settings: Settings, options: RouteOptions): Route | undefined {
  const skill = skillOf(node, settings);
  const known = skill === undefined ? undefined : settings.skills[skill];
  const pool = choosePool(known?.pool, options);
  if (pool === undefined) return undefined;
  return {
    ...(skill === undefined ? {} : { skill }),
    agent: known?.agent ?? options.agent,
    agent_instance: freeInstance(slugOf(skill ?? 'general', 'general', 64), options.liveByInstance),
    pool,
  };
}

/** What a task asks for. A checkpoint asks for nothing: NecroCode verifies it itself. */
export function skillOf(node: TaskNode, { skills }: Pick<Settings, 'skills'>): string | undefined {
  if (node.kind === 'checkpoint') return 'checkpoint';
  if (node.required_skill !== undefined) return node.required_skill;
  const title = node.title.toLowerCase();
  for (const [skill, { keywords }] of Object.entries(skills)) {
    if (keywords?.some((word) => word !== '' && title.includes(word.toLowerCase())) === true) return skill;
  }
  return keywordRules.find(({ pattern }) => pattern.test(node.title))?.skill;
}

function choosePool(wanted: string | undefined, { pools, avoidedPool }: RouteOptions): string | undefined {
  if (wanted !== undefined && pools.includes(wanted)) return wanted;
  return pools.find((pool) => pool !== avoidedPool) ?? pools[0];
}

function freeInstance(role: string, liveByInstance: ReadonlyMap<string, number>): string {
  for (let n = 1; ; n += 1) {
    const instance = `${role}_spirit_${n}`;
    if ((liveByInstance.get(instance) ?? 0) === 0) return instance;
  }
}
