// What the controller says to whoever has asked for something that it does, in both languages: it does not know which one the asker
// reads.
import type { Language } from '../../base/text.ts';

export type Said = Record<Language, string>;

export interface Accepted extends Said {
  /** What will be otherwise than a person may expect, one sentence each. */
  notes?: string[];
}

const execute = (spec_id: string): string => `\`necrocode execute ${spec_id}\``;

export const answers = {
  planned: (version: number, tasks: number): Said => ({
    en: `Taskset ${version} with ${tasks} tasks`,
    ja: `タスクセット第 ${version} 版、タスク ${tasks} 件`,
  }),
  started: (run_id: string): Said => ({
    en: `The run ${run_id} has started`,
    ja: `実行 ${run_id} を開始しました`,
  }),
  goesOn: (run_id: string): Said => ({ en: `The run ${run_id} goes on`, ja: `実行 ${run_id} を再開します` }),
  /** Says which agent works where one is taken in place of others. */
  workedBy: (
    { en, ja }: Said,
    { agent: { name }, reasons }: { agent: { name: string }; reasons: readonly Said[] },
  ): Said =>
    reasons.length === 0
      ? { en, ja }
      : {
          en: `${en} with ${name} (${reasons.map((reason) => reason.en).join('; ')})`,
          ja: `${ja}(エージェントは ${name}。${reasons.map((reason) => reason.ja).join('、')})`,
        },
  underWay: (run: { run_id: string; workers: number | 'auto'; agent: string; interactive: boolean }): Said => ({
    en: `The run ${run.run_id} is under way with workers ${run.workers} and agent ${run.agent}${run.interactive ? ', each task done by a person' : ''}`,
    ja: `実行 ${run.run_id} はすでに進行中です(並列数 ${run.workers}、エージェント ${run.agent}${run.interactive ? '、タスクは人が行います' : ''})`,
  }),
  pauseToChange: ({ en, ja }: Said): Said => ({
    en: `${en}; pause it to go on with others`,
    ja: `${ja}。変更するには一時停止してから再開してください`,
  }),
  isPaused: { en: 'It is paused already', ja: 'すでに一時停止しています' },
  paused: {
    en: 'Paused: what runs goes on to its end, nothing new starts',
    ja: '一時停止しました。実行中のものは最後まで続き、新しいものは始まりません',
  },
  isRunning: { en: 'It is running', ja: '実行中です' },
  resumed: { en: 'Resumed', ja: '再開しました' },
  cancelling: { en: 'Cancelling', ja: '取り消しています' },
  retried: (task_id: string): Said => ({
    en: `Task ${task_id} will run again`,
    ja: `タスク ${task_id} をもう一度実行します`,
  }),
  retriedLater: (task_id: string, spec_id: string): Said => ({
    en: `Task ${task_id} will run again with the next ${execute(spec_id)}`,
    ja: `タスク ${task_id} は次の ${execute(spec_id)} でもう一度実行します`,
  }),
  stopped: {
    en: 'Stopped; `necrocode execute` goes on from here',
    ja: '停止しました。`necrocode execute` で続きから再開できます',
  },
  merged: (number: number): Said => ({
    en: `Pull request #${number} is merged`,
    ja: `プルリクエスト #${number} をマージしました`,
  }),
  commented: (number: number): Said => ({
    en: `Commented on #${number}`,
    ja: `#${number} にコメントしました`,
  }),
  upToDate: { en: 'Nothing has to be looked up', ja: '確認が必要なものはありません' },
  refreshed: (count: number): Said => ({
    en: count === 1 ? 'One pull request was looked up' : `${count} pull requests were looked up`,
    ja: `プルリクエスト ${count} 件を確認しました`,
  }),
  sentBack: (task_id: string): Said => ({
    en: `Task ${task_id} goes back to its agent`,
    ja: `タスク ${task_id} をエージェントに差し戻します`,
  }),
  sentBackLater: (task_id: string, spec_id: string): Said => ({
    en: `Task ${task_id} goes back to its agent with the next ${execute(spec_id)}`,
    ja: `タスク ${task_id} は次の ${execute(spec_id)} でエージェントに差し戻します`,
  }),
} as const;
