// What the panels are shown in tests: states that a run goes through, told as events, and the messages that the host makes of them.
import type { TaskNode } from '../../src/core/model/events.ts';
import type { Failure } from '../../src/core/model/failure.ts';
import type { FeedLine } from '../../src/core/model/panel-dashboard.ts';
import type { ToDashboard } from '../../src/core/model/panel-messages.ts';
import { loadDescriber } from '../../src/core/necrocode.ts';
import { createDashboardStream } from '../../src/extension/panels/dashboard-stream.ts';
import { dashboardWords } from '../../src/extension/panels/dashboard-words.ts';
import { failure, node, randomNodes, sha, story, type Story } from './builders.ts';
import { english, japanese } from './l10n.ts';

export type Language = 'en' | 'ja';

const minute = 60_000;

const titles: Record<Language, readonly string[]> = {
  en: [
    'Database schema for users and messages',
    'Set up the HTTP server and its routes',
    'Continuous integration',
    'User registration with e-mail confirmation',
    'Log in and sessions',
    'Rooms: create, join, leave',
    'Messages over WebSocket',
    'History with search',
    'Login form',
    'Room list and chat view',
    'Presence and typing indicators',
    'Rate limits and abuse reports',
    'End-to-end tests',
    'Deployment guide',
  ],
  ja: [
    'ユーザーとメッセージのデータベース設計',
    'HTTP サーバーとルーティングの用意',
    '継続的インテグレーション',
    'メール確認付きのユーザー登録',
    'ログインとセッション',
    'ルームの作成・参加・退出',
    'WebSocket によるメッセージ送受信',
    '検索できる履歴',
    'ログイン画面',
    'ルーム一覧とチャット画面',
    '在席表示と入力中の表示',
    '利用制限と通報',
    'エンドツーエンドテスト',
    '導入手順書',
  ],
};

const edges: readonly (readonly [id: string, skill: string, minutes: number, ...dependencies: string[]])[] = [
  ['1.1', 'database', 12],
  ['1.2', 'backend', 10],
  ['1.3', 'general', 8],
  ['2.1', 'backend', 20, '1.1', '1.2'],
  ['2.2', 'backend', 18, '1.1', '1.2'],
  ['2.3', 'backend', 15, '1.1', '1.2'],
  ['2.4', 'backend', 22, '2.3'],
  ['2.5', 'database', 14, '2.4', '1.1'],
  ['3.1', 'frontend', 12, '2.1', '2.2'],
  ['3.2', 'frontend', 25, '2.3', '2.4', '3.1'],
  ['3.3', 'frontend', 10, '2.4', '3.2'],
  ['4.1', 'backend', 16, '2.4'],
  ['4.2', 'general', 20, '3.2', '3.3', '2.5'],
  ['4.3', 'doc-agent', 8, '1.3'],
];

export function chatNodes(language: Language = 'en'): TaskNode[] {
  return edges.map(([id, required_skill, estimate_minutes, ...dependencies], at) =>
    node(id, { title: titles[language][at] ?? id, required_skill, estimate_minutes, dependencies }),
  );
}

/** In the middle: some merged, two at work, one of them again, one in review, one failed for good, conflicts ahead. */
export function runningChat(language: Language = 'en'): Story {
  const chat = story(chatNodes(language), { spec_id: 'chat-app', run: { workers: 3, agent: 'kiro' } });
  const of = (task_id: string) => ({ run_id: 'run-chat-app', spec_id: 'chat-app', task_id });
  const last = (id: string) => ({ ...of(id), attempt: chat.task(id).attempts.length });
  const begin = (at: number, id: string, agent_instance: string, slot: string) => {
    chat.at(at * minute);
    if (chat.task(id).state !== 'ready') chat.ready(id);
    const data = { slot, path: `/slots/${slot}`, is_warm: true, duration_ms: 40 };
    chat.assign(id, { agent_instance }).tell({ ...last(id), type: 'SlotAllocated', data });
    chat.tell({ ...last(id), type: 'RunnerStarted', data: { pid: 7, start_time: '1', launch: 'launch' } });
  };
  const review = (at: number, id: string, number: number) => {
    const title = `Task ${id}: ${chat.task(id).node.title}`;
    const data = { number, title, head: `feature/task-chat-app-${id}`, base: 'necrocode/chat-app', head_sha: sha };
    chat.at(at * minute).succeed(id);
    chat.tell({ ...last(id), type: 'PROpened', data });
  };
  const merge = (at: number, id: string, number: number) => {
    review(at, id, number);
    chat
      .at((at + 0.4) * minute)
      .tell(
        { ...last(id), type: 'PRMerged', data: { number, merge_sha: sha } },
        { ...last(id), type: 'TaskCompleted', data: { merge_sha: sha, pr: number } },
      );
  };
  const again = (at: number, id: string, why: Failure) => {
    chat.at(at * minute).fail(id, why);
    chat.tell({ ...of(id), type: 'TaskReady', data: { retry_of: why } });
  };
  const use = (id: string, input_tokens: number, output_tokens: number, cost_usd: number) =>
    chat.tell({ ...last(id), type: 'AgentUsageReported', data: { usage: { input_tokens, output_tokens, cost_usd } } });

  begin(0.1, '1.1', 'database_spirit_1', 'slot-1');
  begin(0.1, '1.2', 'backend_spirit_1', 'slot-2');
  begin(0.2, '1.3', 'general_spirit_1', 'slot-3');
  merge(5.2, '1.2', 1);
  use('1.2', 96_000, 5200, 0.31);
  merge(7, '1.1', 2);
  use('1.1', 121_000, 6100, 0.4);
  begin(7.6, '2.1', 'backend_spirit_1', 'slot-2');
  begin(7.7, '2.2', 'backend_spirit_2', 'slot-1');
  again(8, '1.3', failure('no_changes'));
  begin(8.3, '1.3', 'general_spirit_1', 'slot-3');
  const broken = failure('verify_failed', { message: '`npm test` ended with status 1.' });
  chat.at(12 * minute).fail('1.3', broken);
  chat.tell({ ...of('1.3'), type: 'TaskFailed', data: { failure: broken } });
  chat.tell({ ...of('4.3'), type: 'TaskBlocked', data: { by: ['1.3'], reason: 'It failed.' } });
  begin(12.3, '2.3', 'backend_spirit_3', 'slot-3');
  again(15, '2.1', failure('conflict', { message: 'src/server/routes.ts conflicts with what came before.' }));
  begin(15.2, '2.1', 'backend_spirit_1', 'slot-2');
  merge(18, '2.3', 3);
  use('2.3', 240_500, 14_100, 0.91);
  begin(18.6, '2.4', 'backend_spirit_3', 'slot-3');
  review(20, '2.2', 4);
  chat.tell({ ...last('2.2'), type: 'ReviewFinished', data: { findings: [finding] } });
  const pairs = [
    { tasks: ['2.1', '2.4'] as [string, string], files: ['src/server/routes.ts', 'src/server/session.ts'] },
    { tasks: ['2.2', '2.4'] as [string, string], files: ['src/server/routes.ts'] },
  ];
  return chat.at(22 * minute).tell({ ...of('2.4'), type: 'ConflictForecast', data: { pairs } });
}

const finding = {
  ...{ kind: 'outside_boundary' as const, severity: 'warning' as const, file: 'package.json', line: 12 },
  message: 'The change goes beyond the declared boundary src/server/**.',
};

/** Ten thousand tasks, or as many as are asked for, in a graph as random as its seed. */
export function largePlan(count: number): Story {
  return story(randomNodes(count, 7, { edgesMax: 2, window: 300 }), { spec_id: 'large', run: { workers: 8 } });
}

export interface Told {
  language?: Language;
  spec_id?: string;
  isTrusted?: boolean;
}

/** All messages that the host sends to a new page. */
export async function dashboardMessages(
  { state, events }: Pick<Story, 'state' | 'events'>,
  { language = 'en', spec_id = 'chat-app', isTrusted = true }: Told = {},
): Promise<ToDashboard[]> {
  const messages: ToDashboard[] = [];
  const describe = await loadDescriber(language);
  const l10n = language === 'ja' ? japanese() : english;
  const feed = events.flatMap((event): FeedLine[] => {
    const notice = describe(event, state);
    const about = event.task_id === undefined ? {} : { task_id: event.task_id };
    return notice === undefined ? [] : [{ seq: event.seq, at: event.at, ...notice, ...about }];
  });
  const place = {
    ...{ repository: '/work/chat', repository_name: 'chat', spec_id, presence: 'present' as const },
    ...{ is_trusted: isTrusted, damage: undefined },
  };
  const stream = createDashboardStream({
    shown: () => ({ state, place }),
    texts: { language, words: dashboardWords(l10n) },
    post: (message) => messages.push(message),
  });
  await stream.begin(feed);
  return messages;
}
