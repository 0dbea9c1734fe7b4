// The sentences of a pull request's page in the editor's language.
import type { PullWordKey } from '../../core/model/panel-words.ts';
import type { L10n } from '../localize.ts';

export function pullWords(l10n: L10n): Record<PullWordKey, string> {
  return { ...headWords(l10n), ...evidenceWords(l10n), ...diffWords(l10n), ...talkWords(l10n) };
}

function headWords(l10n: L10n) {
  return {
    loading: l10n.t('Loading…'),
    absent: l10n.t('There is no such pull request in the opened folders.'),
    untrusted: l10n.t('This workspace is not trusted: NecroCode shows what is there and runs nothing.'),
    more: l10n.t('{0} more'),
    open: l10n.t('open'),
    merged: l10n.t('merged'),
    closed: l10n.t('closed'),
    head: l10n.t('What is proposed'),
    base: l10n.t('Where it goes'),
    into: l10n.t('into'),
    task_of: l10n.t('{0}, task {1}'),
    final: l10n.t('the whole plan'),
    merged_by: l10n.t('Merged by {0}'),
    merge: l10n.t('Merge'),
    request_changes: l10n.t('Request Changes'),
    show_diff: l10n.t('Show Diff'),
    open_worktree: l10n.t('Open Worktree'),
    open_on_forge: l10n.t('Open on GitHub'),
    merging_train: l10n.t('It is merged by itself in its turn, once the combined result is verified.'),
    merging_integrating: l10n.t('It is being merged at this moment: the combined result is verified.'),
  };
}

function evidenceWords(l10n: L10n) {
  return {
    evidence: l10n.t('Evidence'),
    verification: l10n.t('Verification'),
    verification_none: l10n.t('No command had to prove it.'),
    verified: l10n.t('Verified in round {0}'),
    not_verified: l10n.t('Not verified in round {0}'),
    tests: l10n.t('{0} of {1} tests'),
    exit: l10n.t('exit {0}'),
    timed_out: l10n.t('took too long'),
    not_run: l10n.t('not run to its end'),
    passed: l10n.t('passed'),
    failed: l10n.t('failed'),
    findings: l10n.t('Review findings'),
    findings_none: l10n.t('Review has found nothing.'),
    severity_info: l10n.t('note'),
    severity_warning: l10n.t('warning'),
    severity_blocking: l10n.t('blocking'),
    checks: l10n.t('Checks'),
    checks_none: l10n.t('There are no checks.'),
    check_pending: l10n.t('pending'),
    check_success: l10n.t('passed'),
    check_failure: l10n.t('failed'),
    train: l10n.t('Integration'),
    train_merged: l10n.t('merged'),
    train_conflict: l10n.t('conflict'),
    train_verify_failed: l10n.t('the combined result failed'),
    train_interrupted: l10n.t('interrupted'),
    artifacts: l10n.t('Artifacts'),
  };
}

function diffWords(l10n: L10n) {
  return {
    files: l10n.t('Files'),
    diff_gone: l10n.t('Its changes cannot be shown.'),
    diff_empty: l10n.t('It changes nothing.'),
    diff_cut: l10n.t('Only the beginning is shown here.'),
    diff_of: l10n.t('Diff of {0}'),
    show_diff_of: l10n.t('Show {0} in the editor'),
    show_in_editor: l10n.t('Show in the Editor'),
    file_added: l10n.t('added'),
    file_modified: l10n.t('modified'),
    file_deleted: l10n.t('deleted'),
    file_renamed: l10n.t('renamed'),
    file_binary: l10n.t('binary'),
    file_unchanged: l10n.t('No line is changed.'),
    lines_changed: l10n.t('{0} lines added, {1} removed'),
  };
}

function talkWords(l10n: L10n) {
  return {
    description: l10n.t('Description'),
    description_none: l10n.t('There is no description.'),
    conversation: l10n.t('Conversation'),
    comments_none: l10n.t('Nobody has said anything.'),
    comment: l10n.t('Comment'),
    comment_box: l10n.t('Your comment'),
    comment_hint: l10n.t('What should be different? What is good?'),
    comment_empty: l10n.t('Write something first.'),
    request_note: l10n.t('Requested changes go back to the agent as a new attempt.'),
    sending: l10n.t('Sending…'),
  };
}
