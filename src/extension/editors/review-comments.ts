// Comments on the lines of a pull request's diff. What is written there goes to the pull request, with its place in front, and to
// the agent when changes are requested; what is shown there is what the registry tells, so that every window shows the same.
import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import { plainLines, plainText } from '../../core/base/text.ts';
import type { App, LiveChange } from '../app.ts';
import { tell } from '../commands/steer.ts';
import { knownRepository } from '../known-repository.ts';
import { ownCommand } from '../own-command.ts';
import { mayRun } from '../trust.ts';
import { parseGitFile, type GitFile } from './addresses.ts';
import { commentCharsMax, parseLineComment, writeLineComment, type LineComment } from './comment-text.ts';

const controllerId = 'necrocode.review';
const authorCharsMax = 60;

type Said = LineComment & { by: string; at: number };

export function registerReviewComments(app: App): vscode.Disposable {
  const { l10n } = vscode;
  const controller = vscode.comments.createCommentController(controllerId, 'NecroCode');
  controller.options = {
    prompt: l10n.t('Comment on this change'),
    placeHolder: l10n.t('What should be different here?'),
  };
  controller.commentingRangeProvider = {
    provideCommentingRanges: (document) =>
      reviewedFile(app, document.uri) === undefined ? [] : [new vscode.Range(0, 0, document.lineCount - 1, 0)],
  };
  const threads = new Map<string, vscode.CommentThread[]>();
  const clear = (key: string): void => {
    for (const thread of threads.get(key) ?? []) thread.dispose();
    threads.delete(key);
  };
  const show = async (document: vscode.TextDocument): Promise<void> => {
    const shown = parseGitFile(document.uri);
    if (shown?.pull === undefined || shown.side !== 'after') return;
    const { place } = await knownRepository(app, shown.repository);
    const { comments } = await app.core.showPull(place, shown.pull, { withDiff: false });
    if (document.isClosed) return;
    clear(document.uri.toString());
    threads.set(document.uri.toString(), threadsOf(controller, document, commentsOn(shown, comments)));
  };
  const showOrNote = (document: vscode.TextDocument): void => {
    show(document).catch((error: unknown) => app.output.error(error instanceof Error ? error : String(error)));
  };
  const send = (kind: 'comment' | 'request_changes') => async (given: unknown) => {
    if (isReply(given)) await sendReply(app, kind, given);
  };
  for (const document of vscode.workspace.textDocuments) showOrNote(document);

  return vscode.Disposable.from(
    controller,
    { dispose: () => [...threads.keys()].forEach(clear) },
    vscode.workspace.onDidOpenTextDocument(showOrNote),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => clear(uri.toString())),
    app.repositories.onDidChangeState((change) => {
      for (const document of vscode.workspace.textDocuments)
        if (isCommented(change, document.uri)) showOrNote(document);
    }),
    ownCommand(app, { id: 'necrocode.sendComment', what: l10n.t('Comment') }, send('comment')),
    ownCommand(app, { id: 'necrocode.sendChangeRequest', what: l10n.t('Request Changes') }, send('request_changes')),
  );
}

/** The new side of an open pull request's diff: there a line is what somebody may change. */
function reviewedFile(app: App, uri: vscode.Uri): (GitFile & { pull: number }) | undefined {
  const shown = parseGitFile(uri);
  if (shown?.pull === undefined || shown.side !== 'after') return undefined;
  const pull = app.repositories.byPath(shown.repository)?.state().pulls.get(shown.pull);
  return pull?.state === 'open' ? { ...shown, pull: shown.pull } : undefined;
}

/** Whether there may be a new comment on what the document shows. */
function isCommented({ repository, events }: LiveChange, uri: vscode.Uri): boolean {
  const shown = parseGitFile(uri);
  if (shown?.pull === undefined || shown.repository !== repository.place.mainWorktree) return false;
  return events.some(
    ({ type, data }) => type === 'PRUpdated' && data.number === shown.pull && data.comment !== undefined,
  );
}

function commentsOn({ file }: GitFile, comments: readonly { by: string; text: string; at: number }[]): Said[] {
  return comments.flatMap(({ by, text, at }) => {
    const comment = parseLineComment(text);
    return comment?.file === file ? [{ ...comment, by, at }] : [];
  });
}

/** Comments on the same line stand in one thread. */
function threadsOf(
  controller: vscode.CommentController,
  { uri, lineCount }: vscode.TextDocument,
  comments: readonly Said[],
) {
  return [...Map.groupBy(comments, ({ line }) => line)].map(([line, said]) => {
    const at = Math.min(line, lineCount) - 1;
    const thread = controller.createCommentThread(uri, new vscode.Range(at, 0, at, 0), said.map(commentOf));
    thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
    return thread;
  });
}

/** The text is shown as it was written: what others have said has no markup of ours. */
function commentOf({ by, text, at }: Said): vscode.Comment {
  return {
    body: new vscode.MarkdownString().appendText(plainLines(text)),
    mode: vscode.CommentMode.Preview,
    author: { name: plainText(by, { charsMax: authorCharsMax }) },
    timestamp: new Date(at),
  };
}

/** What the editor hands to the button of a thread. */
function isReply(given: unknown): given is vscode.CommentReply {
  if (typeof given !== 'object' || given === null || !('thread' in given) || !('text' in given)) return false;
  const { thread, text } = given;
  const isThread = typeof thread === 'object' && thread !== null && 'uri' in thread && thread.uri instanceof vscode.Uri;
  return isThread && typeof text === 'string';
}

/** The thread that it was written in goes, once it is sent: the one that the registry tells of takes its place. */
async function sendReply(
  app: App,
  kind: 'comment' | 'request_changes',
  { thread, text }: vscode.CommentReply,
): Promise<void> {
  const shown = reviewedFile(app, thread.uri);
  if (shown === undefined) throw new UserError(vscode.l10n.t('This pull request is not open any more.'));
  const line = (thread.range?.end.line ?? 0) + 1;
  const comment = writeLineComment({ file: shown.file, line, text });
  if (comment.length > commentCharsMax) {
    throw new UserError(vscode.l10n.t('A comment has at most {0} characters.', commentCharsMax));
  }
  if (!(await mayRun())) return;
  const { pull } = shown;
  const repository = await knownRepository(app, shown.repository);
  const spec_id = repository.state().pulls.get(pull)?.spec_id;
  const target = { repository: shown.repository, spec_id, pull };
  await tell(app, { repository, target }, { kind, number: pull, text: comment });
  if (thread.comments.length === 0) thread.dispose();
}
