// Why the controller does not do with a pull request what it was asked for, with the way out.
import type { UserError } from '../../base/errors.ts';
import { refusal } from './refusals.ts';

export function unknownPull(number: number): UserError {
  return refusal(
    { message: `There is no pull request #${number}.`, hint: 'necrocode pr list shows them.' },
    { message: `プルリクエスト #${number} はありません。`, hint: 'necrocode pr list で一覧を表示します。' },
  );
}

export function pullIsOver(number: number, state: 'merged' | 'closed'): UserError {
  return refusal(
    { message: `Pull request #${number} is ${state} already.` },
    { message: `プルリクエスト #${number} はすでに${state === 'merged' ? 'マージ' : 'クローズ'}されています。` },
  );
}

export function pullOnTrain(number: number, hint: Record<'en' | 'ja', string>): UserError {
  return refusal(
    { message: `The train is integrating pull request #${number} at this moment.`, hint: hint.en },
    { message: `プルリクエスト #${number} はちょうど統合中です。`, hint: hint.ja },
  );
}

export function nothingToMerge(number: number): UserError {
  return refusal(
    { message: `Pull request #${number} has no commit to merge.` },
    { message: `プルリクエスト #${number} にはマージするコミットがありません。` },
  );
}

export function baseIsGone(branch: string): UserError {
  return refusal(
    {
      message: `The branch "${branch}" does not exist any more.`,
      hint: `Put it back with \`git branch ${branch} <commit>\`, then try again.`,
    },
    {
      message: `ブランチ「${branch}」はもうありません。`,
      hint: `\`git branch ${branch} <コミット>\` で戻してから、もう一度実行してください。`,
    },
  );
}

interface Merging {
  number: number;
  task_id?: string | undefined;
  base: string;
  head: string;
}

export function doesNotMerge({ number, base, head, task_id }: Merging, files: readonly string[]): UserError {
  const again = `necrocode pr request-changes ${number} "…"`;
  const isTask = task_id !== undefined;
  return refusal(
    {
      message: `#${number} does not merge into ${base}: ${files.join(', ')}.`,
      hint: `Merge ${base} into ${head} and solve it there${isTask ? `, or have its agent do it anew on ${base}: \`${again}\`` : ''}.`,
    },
    {
      message: `#${number} は ${base} にマージできません: ${files.join(', ')}`,
      hint: `${head} に ${base} をマージし、そこで解決してください。${isTask ? `エージェントに ${base} の上でやり直させることもできます: ${again}` : ''}`,
    },
  );
}

export function baseIsCheckedOut({ number, base, head }: Merging): UserError {
  return refusal(
    {
      message: `${base} is checked out, and your working tree is yours alone.`,
      hint: `Run \`git merge ${head}\` there, then \`necrocode pr merge ${number}\` again to record it.`,
    },
    {
      message: `${base} はチェックアウトされています。作業ツリーはあなただけのものです。`,
      hint: `そこで git merge ${head} を実行してから、もう一度 necrocode pr merge ${number} で記録してください。`,
    },
  );
}

export function notInReview(task_id: string, state: string): UserError {
  return refusal(
    {
      message: `Task ${task_id} is ${state}: it is being changed already.`,
      hint: 'A comment is kept with the pull request; ask for changes when the next one is in review.',
    },
    {
      message: `タスク ${task_id} はすでに変更中です。`,
      hint: 'コメントはプルリクエストに残ります。次のレビューのときに変更を依頼してください。',
    },
  );
}

export function workOfAll(number: number, spec_id: string): UserError {
  const command = `necrocode plan "…" --spec ${spec_id}-more`;
  return refusal(
    {
      message: `Pull request #${number} is the work of a whole spec: no single task could take it back.`,
      hint: `Plan what is missing: ${command}`,
    },
    {
      message: `プルリクエスト #${number} は仕様全体のもので、差し戻せる一つのタスクがありません。`,
      hint: `足りないものを計画してください: ${command}`,
    },
  );
}

export function notMergedThere({ number, url = '' }: { number: number; url?: string }, said: string): UserError {
  return refusal(
    { message: `GitHub does not merge #${number}: ${said}`, hint: `Look there: ${url}` },
    { message: `GitHub が #${number} をマージしません: ${said}`, hint: `GitHub で確認してください: ${url}` },
  );
}

export function notShownYet({ number, base }: { number: number; base: string }): UserError {
  return refusal(
    {
      message: `GitHub says that #${number} is merged, but ${base} does not show it there.`,
      hint: 'It is recorded as soon as the branch shows it; until then `necrocode status` tells what is missing.',
    },
    {
      message: `GitHub は #${number} をマージしたと答えましたが、GitHub 上の ${base} にはまだ現れていません。`,
      hint: 'ブランチに現れた時点で記録されます。それまでの様子は `necrocode status` で確認できます。',
    },
  );
}

export function queuedThere(number: number): UserError {
  return refusal(
    { message: `#${number} waits in the merge queue now.`, hint: 'It is recorded as soon as GitHub has merged it.' },
    {
      message: `#${number} はマージキューに入りました。`,
      hint: 'GitHub がマージした時点で記録されます。',
    },
  );
}
