// Why the controller does not do what it was asked for, in the words that people read, with the way out. Both languages stand side
// by side, because the controller does not know which one the asker reads.
import { UserError, type Words } from '../../base/errors.ts';

/** One refusal in both languages. */
export function refusal({ message, hint }: Words, ja: Words): UserError {
  return new UserError(message, { hint, ja });
}

export function unknownSpec(spec_id: string): UserError {
  return refusal(
    { message: `There is no spec "${spec_id}".`, hint: 'necrocode status lists the specs, necrocode plan makes one.' },
    { message: `仕様「${spec_id}」はありません。`, hint: '一覧: necrocode status、作成: necrocode plan' },
  );
}

export function unknownTask(spec_id: string, task_id: string): UserError {
  return refusal(
    { message: `${spec_id} has no task "${task_id}".`, hint: `necrocode status ${spec_id} lists them.` },
    {
      message: `${spec_id} にタスク「${task_id}」はありません。`,
      hint: `necrocode status ${spec_id} で一覧を表示します。`,
    },
  );
}

export function unknownOnly(spec_id: string, unknown: readonly string[]): UserError {
  const [got, gotJa] = [unknown.map((id) => `"${id}"`).join(', '), unknown.map((id) => `「${id}」`).join('、')];
  return refusal(
    {
      message: `Expected --only to name tasks of ${spec_id}, got ${got}.`,
      hint: `necrocode status ${spec_id} lists them.`,
    },
    {
      message: `--only には ${spec_id} のタスクを指定してください(指定値: ${gotJa})。`,
      hint: `necrocode status ${spec_id} で一覧を表示します。`,
    },
  );
}

export function notRunning(spec_id: string): UserError {
  return refusal(
    { message: `${spec_id} is not running.`, hint: `Start it: necrocode execute ${spec_id}` },
    { message: `${spec_id} は実行中ではありません。`, hint: `開始: necrocode execute ${spec_id}` },
  );
}

export function nothingToCancel(task_id: string, state: string): UserError {
  return refusal(
    { message: `Task ${task_id} is ${state}: there is nothing to cancel.` },
    { message: `タスク ${task_id} はすでに終わっているため、取り消すものがありません。` },
  );
}

export function nothingToRetry(task_id: string, state: string): UserError {
  return refusal(
    { message: `Task ${task_id} is ${state}; only a failed or cancelled task can be tried again.` },
    {
      message: `再実行できるのは、失敗したタスクと取り消したタスクだけです。タスク ${task_id} はどちらでもありません。`,
    },
  );
}

export function staleVersion(spec_id: string, { read, known }: { read: number; known: number }): UserError {
  const next = String(known + 1);
  return refusal(
    {
      message: `tasks.json of ${spec_id} was changed, but its taskset_version is still ${read} (the registry has ${known}).`,
      hint: `Set "taskset_version" to ${next}, or run \`necrocode plan\` again.`,
    },
    {
      message: `${spec_id} の tasks.json は変更されていますが、taskset_version が ${read} のままです(レジストリは ${known})。`,
      hint: `taskset_version を ${next} にするか、necrocode plan をもう一度実行してください。`,
    },
  );
}

export function dropsTask(spec_id: string, task_id: string, state: string): UserError {
  const command = `necrocode cancel ${spec_id} ${task_id}`;
  return refusal(
    { message: `The new plan drops task ${task_id}, which is ${state}.`, hint: `Cancel it first: ${command}` },
    {
      message: `新しい計画にタスク ${task_id} がありませんが、まだ終わっていません。`,
      hint: `先に取り消し: ${command}`,
    },
  );
}

export function diverged(branch: string, files: readonly string[]): UserError {
  const command = `git branch -D ${branch}`;
  return refusal(
    {
      message: `${branch} and the base have diverged and do not merge: ${files.join(', ')}.`,
      hint: `Merge them by hand, or delete the branch to begin anew: ${command}`,
    },
    {
      message: `${branch} とベースが分岐しており、マージできません: ${files.join(', ')}`,
      hint: `手動でマージするか、ブランチを削除して最初から始めてください: ${command}`,
    },
  );
}

export function movedMeanwhile(branch: string): UserError {
  return refusal(
    { message: `${branch} was moved by somebody else at this very moment.`, hint: 'Run it again.' },
    { message: `${branch} がちょうど今、別の誰かによって動かされました。`, hint: 'もう一度実行してください。' },
  );
}

export function openPullsHere(numbers: readonly number[]): UserError {
  const list = numbers.map((number) => `#${number}`).join(', ');
  return refusal(
    {
      message: `Pull requests that live here are still open: ${list}.`,
      hint: 'Their numbers would be taken by those of GitHub. Merge them first (`necrocode pr merge`), or deliver here only: forge: local',
    },
    {
      message: `ローカルのプルリクエストが残っています: ${list}`,
      hint: 'GitHub の番号と重なります。先にマージするか(`necrocode pr merge`)、設定 forge: local でローカルに納品してください。',
    },
  );
}

export function goesOnAs(spec_id: string, begunWith: string): UserError {
  const cancel = `\`necrocode cancel ${spec_id}\``;
  return refusal(
    {
      message: `The run of ${spec_id} goes on as it was begun: ${begunWith}.`,
      hint: `Leave the option out, or end the run with ${cancel} and execute it anew.`,
    },
    {
      message: `${spec_id} の実行は開始時の設定のまま続きます: ${begunWith}`,
      hint: `オプションを外すか、${cancel} で終わらせてから実行し直してください。`,
    },
  );
}
