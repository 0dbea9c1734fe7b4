// The names of the sentences that a panel is written with. The host has them in the editor's language and sends them along; a page
// has no words of its own. Places for values are numbered from `{0}` on.

export const dashboardWordKeys = [
  // Of the whole page.
  ...(['loading', 'absent', 'untrusted', 'damaged', 'doctor', 'more', 'unknown', 'show', 'close'] as const),
  // States of tasks and runs, and what went wrong.
  ...(['state_blocked', 'state_ready', 'state_assigned', 'state_running', 'state_verifying'] as const),
  ...(['state_review', 'state_done', 'state_failed', 'state_cancelled', 'state_awaited', 'state_skipped'] as const),
  ...(['run_planned', 'run_running', 'run_paused', 'run_stopping'] as const),
  ...(['run_completed', 'run_failed', 'run_cancelled'] as const),
  ...(['failure_agent_error', 'failure_agent_timeout', 'failure_no_changes', 'failure_verify_failed'] as const),
  ...([
    'failure_conflict',
    'failure_policy_violation',
    'failure_changes_requested',
    'failure_permission_denied',
    'failure_quota',
  ] as const),
  ...(['failure_infra_lost', 'failure_cancelled'] as const),
  ...(['outcome_at_work', 'outcome_succeeded', 'outcome_failed', 'outcome_lost'] as const),
  // The head.
  ...(['spec', 'execute', 'pause', 'resume', 'cancel', 'progress', 'progress_name', 'workers', 'some_of'] as const),
  ...(['workers_auto', 'elapsed', 'finish', 'remaining', 'about', 'in_time', 'tokens', 'cost'] as const),
  // What needs a person.
  ...(['needs', 'need_person_awaited', 'need_task_failed', 'need_review_blocked', 'need_pull_waits'] as const),
  ...([
    'need_run_paused',
    'need_merge_held',
    'need_forge_lost',
    'need_repository_altered',
    'need_agent_rests',
    'need_slot_quarantined',
    'holds_up',
    'review',
    'clean_up',
  ] as const),
  // The graph and the table.
  ...(['show_as', 'graph', 'table', 'search', 'filter_states', 'matching', 'clear_filter', 'no_match'] as const),
  ...(['graph_label', 'table_label', 'zoom', 'zoom_in', 'zoom_out', 'zoom_fit', 'close_groups'] as const),
  ...(['group_number', 'group_stage', 'group_hint', 'depends_on_ids'] as const),
  ...(['task', 'title', 'state', 'worker', 'time', 'pull', 'depends_on'] as const),
  // The time line.
  ...([
    'timeline',
    'timeline_label',
    'timeline_empty',
    'worker_number',
    'attempt_number',
    'attempts_together',
  ] as const),
  // Of one task.
  ...(['details', 'task_details', 'blocked_by', 'estimate', 'acceptance', 'files', 'verification', 'opens'] as const),
  ...(['attempts', 'open_log_of', 'show_diff_of', 'tokens_in', 'tokens_out', 'credits_used'] as const),
  ...(['mark_done', 'mark_failed', 'open_pull', 'retry', 'open_log', 'watch', 'take_over', 'show_diff'] as const),
  ...(['open_worktree', 'open_task', 'cancel_task'] as const),
  // The other parts.
  ...(['activity', 'activity_empty', 'show_older', 'conflicts', 'conflicts_none'] as const),
  ...(['forecast', 'critical_path', 'pace', 'unreachable', 'nothing_left'] as const),
  ...(['usage', 'input_tokens', 'output_tokens', 'credits', 'work'] as const),
] as const;

export const pullWordKeys = [
  ...(['loading', 'absent', 'untrusted', 'more'] as const),
  // The head.
  ...(['open', 'merged', 'closed', 'head', 'base', 'into', 'task_of', 'final', 'merged_by'] as const),
  ...(['merge', 'request_changes', 'show_diff', 'open_worktree', 'open_on_forge'] as const),
  ...(['merging_train', 'merging_integrating'] as const),
  // What proves it.
  ...(['evidence', 'verification', 'verification_none', 'verified', 'not_verified', 'tests', 'exit'] as const),
  ...(['timed_out', 'not_run', 'passed', 'failed'] as const),
  ...(['findings', 'findings_none', 'severity_info', 'severity_warning', 'severity_blocking'] as const),
  ...(['checks', 'checks_none', 'check_pending', 'check_success', 'check_failure'] as const),
  ...(['train', 'train_merged', 'train_conflict', 'train_verify_failed', 'train_interrupted', 'artifacts'] as const),
  // The diff.
  ...(['files', 'diff_gone', 'diff_empty', 'diff_cut', 'diff_of', 'show_diff_of', 'show_in_editor'] as const),
  ...(['file_added', 'file_modified', 'file_deleted', 'file_renamed', 'file_binary', 'file_unchanged'] as const),
  'lines_changed',
  // What is said.
  ...(['description', 'description_none', 'conversation', 'comments_none', 'comment', 'comment_box'] as const),
  ...(['comment_hint', 'comment_empty', 'request_note', 'sending'] as const),
] as const;

export type DashboardWordKey = (typeof dashboardWordKeys)[number];
export type PullWordKey = (typeof pullWordKeys)[number];
