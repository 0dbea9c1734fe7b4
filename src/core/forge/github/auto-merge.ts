// Lets GitHub merge a pull request by itself as soon as everything that it requires is there. Where nothing is missing any more GitHub
// refuses that, and it is merged at once; why it refuses otherwise is said on the pull request, to those who can do something about it.
import { RequestError } from 'octokit';
import { UserError } from '../../base/errors.ts';
import { inert } from '../../base/inert.ts';
import type { Language } from '../../base/text.ts';
import type { Client } from './client.ts';
import { enableAutoMerge } from './graph.ts';
import { mergePull, type MergeMethod } from './pulls.ts';
import { reply } from './remarks.ts';

interface AutoMerge {
  number: number;
  /** Where branches of ours were put: any other head of theirs is refused. */
  pushed: ReadonlyMap<string, string>;
  method: MergeMethod;
  language: Language;
  purpose: string;
}

const words: Record<Language, (why: string) => string> = {
  en: (why) =>
    `GitHub does not merge this pull request by itself: ${why}\n\nMerge it here when it is ready. Auto-merge is allowed in the settings of the repository.`,
  ja: (why) =>
    `GitHub はこのプルリクエストを自動でマージしません: ${why}\n\n準備ができたらここでマージしてください。自動マージはリポジトリの設定で許可できます。`,
};

export async function mergeWhenReady(
  client: Client,
  { number, pushed, method, language, purpose }: AutoMerge,
): Promise<void> {
  const { data } = await client.ask(`looking at #${number}`, (octokit) =>
    octokit.rest.pulls.get({ ...client.repo, pull_number: number }),
  );
  if (data.state !== 'open') return;
  const headSha = pushed.get(data.head.ref) ?? data.head.sha;
  const wanted = { number, headSha, method, purpose };
  const enabled = await enableAutoMerge(client, { id: data.node_id, ...wanted });
  if (enabled.kind === 'done') return;
  const isReady = /clean status/i.test(enabled.message);
  const title = `Merge pull request #${number}: ${data.title}`;
  const landing = isReady ? await mergePull(client, { ...wanted, title }) : enabled;
  if (landing.kind === 'merged' || ('reason' in landing && landing.reason === 'queued')) return;
  await reply(client, number, {
    ...{ key: `auto-merge ${headSha}`, text: words[language](inert(landing.message)), purpose },
  }).catch((error: unknown) => {
    // A conversation that is locked is no reason to hold work back.
    if (!(error instanceof UserError) && !(error instanceof RequestError)) throw error;
  });
}
