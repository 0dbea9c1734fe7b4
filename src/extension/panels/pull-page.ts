// What the page of a pull request is shown, from what the core knows of it. Everything that somebody has written is made plain and
// bounded here; Markdown stays Markdown, for the page to read as such.
import { cutText, plainLines, plainText } from '../../core/base/text.ts';
import type { PanelVerification, PullPage } from '../../core/model/panel-pull.ts';
import type { DiffFile } from '../../core/model/diff-files.ts';
import type { Verification } from '../../core/model/evidence.ts';
import type { State, TaskState } from '../../core/model/state.ts';
import { viewInbox } from '../../core/model/view-inbox.ts';
import type { ShownPull } from '../../core/necrocode.ts';

/** What is known whether the pull request has been read or not. */
export type PullPlace = Pick<PullPage, 'repository' | 'repository_name' | 'number' | 'presence' | 'is_trusted'>;

export interface KnownPull {
  pull: ShownPull;
  state: State;
  artifacts: readonly string[];
  /** Undefined when there is none. */
  files: readonly DiffFile[] | undefined;
  diff_version: number;
  problem: string | undefined;
}

const lineCharsMax = 300;
const bodyCharsMax = 40_000;
const filesShownMax = 300;
const itemsShownMax = 200;

export function viewPullPage(place: PullPlace, known: KnownPull | undefined): PullPage {
  if (known === undefined) return { ...emptyPage, ...place };
  const { pull, state, artifacts, files, diff_version, problem } = known;
  const { spec_id, task_id, is_final, url, opened_at, merged_by, closed_reason } = pull;
  const task = task_id === undefined ? undefined : state.specs.get(spec_id)?.tasks.get(task_id);
  const attempt = task?.attempts.at(-1)?.attempt;
  const { verification } = pull;
  return {
    ...place,
    ...{ spec_id, state: pull.state, is_final, opened_at, title: plain(pull.title) },
    ...{ head: plain(pull.head), base: plain(pull.base) },
    ...(problem === undefined ? {} : { problem }),
    ...(task_id === undefined ? {} : { task_id }),
    ...(url === undefined ? {} : { url }),
    ...(merged_by === undefined ? {} : { merged_by: plain(merged_by) }),
    ...(closed_reason === undefined ? {} : { closed_reason: plain(closed_reason) }),
    body: markdown(pull.body),
    merging: mergingOf(pull, state),
    checks: pull.checks.slice(0, itemsShownMax).map((check) => ({ name: plain(check.name), state: check.state })),
    ...(verification === undefined ? {} : { verification: viewVerification(verification) }),
    findings: pull.findings.slice(0, itemsShownMax).map(({ severity, message, file, line }) => ({
      ...{ severity, message: plain(message) },
      ...(file === undefined ? {} : { file: plain(file) }),
      ...(line === undefined ? {} : { line }),
    })),
    integrations: pull.integrations.slice(-itemsShownMax).map((one) => ({
      ...{ at: one.at, outcome: one.outcome, files: one.files.slice(0, itemsShownMax).map(plain) },
      ...(one.message === undefined ? {} : { message: plain(one.message) }),
      ...(one.verification === undefined ? {} : { verification: viewVerification(one.verification) }),
    })),
    comments: pull.comments
      .slice(-itemsShownMax)
      .map(({ by, text, at }) => ({ by: plain(by), text: markdown(text), at })),
    artifacts: artifacts.slice(0, itemsShownMax).map(plain),
    ...(attempt === undefined ? {} : { attempt }),
    has_slot: hasSlot(task, state),
    ...(files === undefined ? {} : { files: files.slice(0, filesShownMax).map(({ text: _text, ...file }) => file) }),
    files_hidden: Math.max(0, (files?.length ?? 0) - filesShownMax),
    diff_version,
  };
}

const emptyPage: Omit<PullPage, keyof PullPlace> = {
  ...{ spec_id: '', title: '', state: 'open', is_final: false, head: '', base: '', opened_at: 0, body: '' },
  ...{ merging: 'none', checks: [], findings: [], integrations: [], comments: [], artifacts: [] },
  ...{ has_slot: false, files_hidden: 0, diff_version: 0 },
};

function mergingOf(pull: ShownPull, state: State): PullPage['merging'] {
  if (pull.state !== 'open') return 'none';
  if (state.specs.get(pull.spec_id)?.run?.integrating === pull.number) return 'integrating';
  return viewInbox(state).find(({ number }) => number === pull.number)?.waits_for ?? 'person';
}

/** While the attempt's slot is still its own. */
function hasSlot(task: TaskState | undefined, { slots }: State): boolean {
  const slot = slots.get(task?.attempts.at(-1)?.slot ?? '');
  return slot?.state === 'leased' && slot.task_id === task?.node.id;
}

function viewVerification({ ok, round, commands }: Verification): PanelVerification {
  return {
    ...{ ok, round },
    commands: commands.map(({ command, exit_code, duration_ms, is_timed_out, output, tests }) => ({
      ...{ command: plain(command), exit_code, duration_ms, is_timed_out, output: plainLines(output) },
      ...(tests === undefined ? {} : { tests }),
    })),
  };
}

function plain(text: string): string {
  return plainText(text, { charsMax: lineCharsMax });
}

/** Without the marks by which we find our own texts again: lines that are nothing but a comment. */
function markdown(text: string): string {
  const lines = plainLines(text.slice(0, bodyCharsMax * 2)).replace(/^<!--[^\n]*-->$/gm, '');
  return cutText(lines, bodyCharsMax).trim();
}
