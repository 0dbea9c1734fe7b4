// The pages of pull requests: one panel each. What is shown is read through the core whenever something has happened to the pull
// request, one reading at a time; its diff only when its commits are others.
import * as vscode from 'vscode';
import { UserError, messageOf } from '../../core/base/errors.ts';
import { webAddress } from '../../core/base/web-address.ts';
import { splitDiff, type DiffFile } from '../../core/model/diff-files.ts';
import type { RegistryEvent } from '../../core/model/events.ts';
import { fromPullSchema, pullMemorySchema, type FromPull, type ToPull } from '../../core/model/panel-messages.ts';
import type { ShownPull } from '../../core/necrocode.ts';
import type { App, LiveRepository } from '../app.ts';
import { createPulse } from '../pulse.ts';
import type { Target } from '../target.ts';
import { openPanel, type Panel } from './panel.ts';
import { commandOf } from './press.ts';
import { viewPullPage, type KnownPull } from './pull-page.ts';
import { pullWords } from './pull-words.ts';

interface Subject {
  repository: string;
  number: number;
}

interface OpenPull extends Subject {
  reveal(): void;
  dispose(): void;
}

export interface Pulls {
  show(target: Target): void;
  restore(panel: vscode.WebviewPanel, memory: unknown): void;
  dispose(): void;
}

const beatMs = 300;
const patchCharsMax = 200_000;
/** What the core gives of a diff at most. */
const diffCharsMax = 4 * 1024 * 1024;

export function createPulls(app: App): Pulls {
  const open = new Set<OpenPull>();
  const find = (wanted: Subject) =>
    [...open].find(({ repository, number }) => repository === wanted.repository && number === wanted.number);
  const add = (subject: Subject, restored?: vscode.WebviewPanel) => {
    const pull = openPull(app, subject, { restored, onGone: (gone) => open.delete(gone) });
    open.add(pull);
    return pull;
  };
  return {
    show({ repository, pull: number }) {
      if (number === undefined) return;
      (find({ repository, number }) ?? add({ repository, number })).reveal();
    },
    restore(panel, memory) {
      const subject = pullMemorySchema.safeParse(memory);
      if (subject.success) add(subject.data, panel);
      else panel.dispose();
    },
    dispose: () => open.forEach((one) => one.dispose()),
  };
}

interface PullOptions {
  restored: vscode.WebviewPanel | undefined;
  onGone: (self: OpenPull) => void;
}

function openPull(app: App, subject: Subject, { restored, onGone }: PullOptions): OpenPull {
  const { repository, number } = subject;
  const live = () => app.repositories.byPath(repository);
  const reader = createReader(app, number);
  let known: KnownPull | undefined;

  const send = () => {
    const isMissing = live() !== undefined && live()?.isLoaded() === true;
    panel.setTitle(titleOf(number, known?.pull));
    const page = viewPullPage(
      {
        ...{ repository, repository_name: live()?.name ?? '', number, is_trusted: vscode.workspace.isTrusted },
        presence: known !== undefined ? 'present' : isMissing || live() === undefined ? 'absent' : 'loading',
      },
      known,
    );
    panel.post({ kind: 'page', language: app.language, words: pullWords(vscode.l10n), page });
  };
  const refresh = async () => {
    known = await reader.read(live());
    send();
  };
  const onMessage = async (message: FromPull) => {
    switch (message.kind) {
      case 'ask_snapshot':
        return refresh();
      case 'ask_patch': {
        const file = known?.files?.find(({ path }) => path === message.path);
        if (file !== undefined && known?.diff_version === message.diff_version)
          sendPatch(panel, file, known.diff_version);
        return undefined;
      }
      case 'open_link':
        return openLink(message.url);
      case 'say':
        return say(app, live(), { number, message, panel });
      case 'press': {
        const { pull } = known ?? {};
        const about = pull === undefined ? {} : { spec_id: pull.spec_id };
        const { command, target } = commandOf(message, { repository, ...about, pull: number });
        await app.run(command, target);
        return undefined;
      }
    }
  };

  const panel: Panel<ToPull> = openPanel({
    ...{ app, page: 'pull', title: titleOf(number, undefined), messages: fromPullSchema, onMessage, restored },
  });
  const pulse = createPulse(beatMs, () => {
    refresh().catch((error: unknown) => app.report(error, vscode.l10n.t('The pull request cannot be shown.')));
  });
  const following = vscode.Disposable.from(
    app.repositories.onDidChange(() => pulse.ring()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => pulse.ring()),
    app.repositories.onDidChangeState(({ repository: changed, events }) => {
      if (changed.place.mainWorktree === repository && concerns(events, number, known?.pull)) pulse.ring();
    }),
  );
  const self: OpenPull = { repository, number, reveal: () => panel.reveal(), dispose: () => panel.dispose() };
  panel.onDidDispose(() => {
    following.dispose();
    pulse.dispose();
    onGone(self);
  });
  return self;
}

function titleOf(number: number, pull: ShownPull | undefined): string {
  return pull?.task_id === undefined ? `PR #${number}` : `PR #${number} · ${pull.task_id}`;
}

/** Without events, anything may have happened. */
function concerns(events: readonly RegistryEvent[], number: number, pull: ShownPull | undefined): boolean {
  if (events.length === 0 || pull === undefined) return true;
  return events.some(
    (event) =>
      ('number' in event.data && event.data.number === number) ||
      (event.spec_id === pull.spec_id && event.task_id !== undefined && event.task_id === pull.task_id),
  );
}

interface Reader {
  /** Undefined when there is no such pull request, or not yet. */
  read(live: LiveRepository | undefined): Promise<KnownPull | undefined>;
}

/** Keeps the diff as long as it belongs to the same commits. */
function createReader(app: App, number: number): Reader {
  let diff: { key: string; files: DiffFile[] | undefined; version: number; problem: string | undefined } | undefined;

  const read = async (live: LiveRepository): Promise<KnownPull | undefined> => {
    const pull = await app.core.showPull(live.place, number, { withDiff: false });
    const key = [pull.head_sha, pull.merge_sha, pull.base, vscode.workspace.isTrusted].join(' ');
    if (diff?.key !== key) {
      const { text, problem } = await readDiff(app, live, number);
      const files = text === undefined ? undefined : splitDiff(text);
      diff = { key, files, version: (diff?.version ?? 0) + 1, problem };
    }
    const { files, version, problem } = diff;
    const artifacts = await listArtifacts(app, live, pull);
    return { pull, state: live.state(), artifacts, files, diff_version: version, problem };
  };

  return {
    async read(live) {
      if (live === undefined || !live.state().pulls.has(number)) return undefined;
      try {
        return await read(live);
      } catch (error) {
        // It has gone in the moment in which it was looked at.
        if (error instanceof UserError) return undefined;
        throw error;
      }
    },
  };
}

/** Git runs in the repository for it, so it needs a trusted workspace. */
async function readDiff(app: App, live: LiveRepository, number: number) {
  if (!vscode.workspace.isTrusted) {
    return { text: undefined, problem: vscode.l10n.t('This workspace is not trusted: its files cannot be compared.') };
  }
  try {
    const { diff: text } = await app.core.showPull(live.place, number, { withDiff: true });
    const isCut = (text?.length ?? 0) >= diffCharsMax;
    return { text, problem: isCut ? vscode.l10n.t('The diff is too large to be shown here as a whole.') : undefined };
  } catch (error) {
    app.output.error(messageOf(error));
    return { text: undefined, problem: vscode.l10n.t('The diff cannot be read. The output says more.') };
  }
}

async function listArtifacts(app: App, live: LiveRepository, { spec_id, task_id }: ShownPull): Promise<string[]> {
  const attempt = live
    .state()
    .specs.get(spec_id)
    ?.tasks.get(task_id ?? '')
    ?.attempts.at(-1)?.attempt;
  if (task_id === undefined || attempt === undefined) return [];
  return (await app.core.listArtifacts(live.place, { spec_id, task_id, attempt })).map(({ name }) => name);
}

function sendPatch(panel: Panel<ToPull>, { path, text }: DiffFile, diff_version: number): void {
  const is_cut = text.length > patchCharsMax;
  panel.post({ kind: 'patch', patch: { diff_version, path, text: text.slice(0, patchCharsMax), is_cut } });
}

/** The text may be anybody's: nothing but the web is opened, and the editor asks before it does. */
async function openLink(url: string): Promise<void> {
  const address = webAddress(url);
  if (address !== undefined) await vscode.env.openExternal(vscode.Uri.parse(address, true));
}

interface Saying {
  number: number;
  message: Extract<FromPull, { kind: 'say' }>;
  panel: Panel<ToPull>;
}

/** The page empties its box only when this has arrived. */
async function say(app: App, live: LiveRepository | undefined, { number, message, panel }: Saying): Promise<void> {
  let is_accepted = false;
  try {
    if (live === undefined || !vscode.workspace.isTrusted) return;
    const kind = message.asks_for_changes ? 'request_changes' : 'comment';
    // Requested changes are work, for which somebody has to be there; a comment only has to be written down.
    const startsController = message.asks_for_changes;
    await app.core.submit(live.place, { kind, number, text: message.text }, { startsController });
    is_accepted = true;
  } finally {
    panel.post({ kind: 'said', is_accepted });
  }
}
