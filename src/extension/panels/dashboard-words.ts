// The dashboard's sentences in the editor's language. States and failures are said as in the tree beside it.
import type { DashboardWordKey } from '../../core/model/panel-words.ts';
import type { L10n } from '../localize.ts';
import { failureWord, stateWord } from '../task-words.ts';

export function dashboardWords(l10n: L10n): Record<DashboardWordKey, string> {
  return {
    ...pageWords(l10n),
    ...stateWords(l10n),
    ...headWords(l10n),
    ...needWords(l10n),
    ...graphWords(l10n),
    ...taskWords(l10n),
    ...sideWords(l10n),
  };
}

function pageWords(l10n: L10n) {
  return {
    loading: l10n.t('Loading…'),
    absent: l10n.t('There is no such plan in the opened folders.'),
    untrusted: l10n.t('This workspace is not trusted: NecroCode shows what is there and runs nothing.'),
    damaged: l10n.t('The registry is damaged at {0}. What came after it is not shown.'),
    doctor: l10n.t('Doctor'),
    more: l10n.t('{0} more'),
    unknown: l10n.t('n/a'),
    show: l10n.t('Show'),
    close: l10n.t('Close'),
  };
}

function stateWords(l10n: L10n) {
  return {
    state_blocked: stateWord('blocked', l10n),
    state_ready: stateWord('ready', l10n),
    state_assigned: stateWord('assigned', l10n),
    state_running: stateWord('running', l10n),
    state_verifying: stateWord('verifying', l10n),
    state_review: stateWord('review', l10n),
    state_done: stateWord('done', l10n),
    state_failed: stateWord('failed', l10n),
    state_cancelled: stateWord('cancelled', l10n),
    state_awaited: l10n.t('waits for you'),
    state_skipped: l10n.t('left out by the plan'),
    run_planned: l10n.t('planned'),
    run_running: l10n.t('running'),
    run_paused: l10n.t('paused'),
    run_stopping: l10n.t('being cancelled'),
    run_completed: l10n.t('completed'),
    run_failed: l10n.t('ended with failed tasks'),
    run_cancelled: l10n.t('cancelled'),
    failure_agent_error: failureWord('agent_error', l10n),
    failure_agent_timeout: failureWord('agent_timeout', l10n),
    failure_no_changes: failureWord('no_changes', l10n),
    failure_verify_failed: failureWord('verify_failed', l10n),
    failure_conflict: failureWord('conflict', l10n),
    failure_policy_violation: failureWord('policy_violation', l10n),
    failure_changes_requested: failureWord('changes_requested', l10n),
    failure_permission_denied: failureWord('permission_denied', l10n),
    failure_quota: failureWord('quota', l10n),
    failure_infra_lost: failureWord('infra_lost', l10n),
    failure_cancelled: failureWord('cancelled', l10n),
    outcome_at_work: l10n.t('at work'),
    outcome_succeeded: l10n.t('succeeded'),
    outcome_failed: l10n.t('failed'),
    outcome_lost: l10n.t('lost'),
  };
}

function headWords(l10n: L10n) {
  return {
    spec: l10n.t('Plan'),
    execute: l10n.t('Execute…'),
    pause: l10n.t('Pause'),
    resume: l10n.t('Resume'),
    cancel: l10n.t('Cancel Run'),
    progress: l10n.t('{0} of {1} done'),
    progress_name: l10n.t('Progress'),
    workers: l10n.t('Workers'),
    some_of: l10n.t('{0} of {1}'),
    workers_auto: l10n.t('auto'),
    elapsed: l10n.t('Elapsed'),
    finish: l10n.t('Finish'),
    remaining: l10n.t('Remaining'),
    about: l10n.t('about {0}'),
    in_time: l10n.t('in {0}'),
    tokens: l10n.t('Tokens'),
    cost: l10n.t('Cost'),
  };
}

function needWords(l10n: L10n) {
  return {
    needs: l10n.t('Needs you'),
    need_person_awaited: l10n.t('Task {0} waits for you: {1}'),
    need_task_failed: l10n.t('Task {0} failed: {1} ({2}).'),
    need_review_blocked: l10n.t('Review stopped task {0}: {1} (findings: {2})'),
    need_pull_waits: l10n.t('Pull request #{0} waits for you: {1}'),
    need_run_paused: l10n.t('The run is paused.'),
    need_merge_held: l10n.t('Pull request #{0} is not merged yet: {1}'),
    need_forge_lost: l10n.t('GitHub cannot be reached: {0}'),
    need_repository_altered: l10n.t('Something changed the repository beside the tasks: {0}'),
    need_agent_rests: l10n.t('Agent {0} rests until {1}: its quota is used up.'),
    need_slot_quarantined: l10n.t('Slot {0} is out of use: {1}'),
    holds_up: l10n.t('Tasks that wait for it: {0}.'),
    review: l10n.t('Review'),
    clean_up: l10n.t('Clean Up'),
  };
}

function graphWords(l10n: L10n) {
  return {
    show_as: l10n.t('Show as'),
    graph: l10n.t('Graph'),
    table: l10n.t('Table'),
    search: l10n.t('Search tasks'),
    filter_states: l10n.t('Filter by state'),
    matching: l10n.t('Matching: {0}'),
    clear_filter: l10n.t('Clear'),
    no_match: l10n.t('No task matches.'),
    graph_label: l10n.t('Task graph. Arrow keys follow the dependencies, plus and minus zoom.'),
    table_label: l10n.t('Tasks'),
    zoom: l10n.t('Zoom'),
    zoom_in: l10n.t('Zoom In'),
    zoom_out: l10n.t('Zoom Out'),
    zoom_fit: l10n.t('Fit'),
    close_groups: l10n.t('Close Groups'),
    group_number: l10n.t('Section {0}'),
    group_stage: l10n.t('Stage {0}'),
    group_hint: l10n.t('Enter opens the group.'),
    depends_on_ids: l10n.t('depends on {0}'),
    task: l10n.t('Task'),
    title: l10n.t('Title'),
    state: l10n.t('State'),
    worker: l10n.t('Worker'),
    time: l10n.t('Time'),
    pull: l10n.t('PR'),
    depends_on: l10n.t('Depends on'),
    timeline: l10n.t('Time line'),
    timeline_label: l10n.t('Attempts by worker and time. Arrow keys move between them.'),
    timeline_empty: l10n.t('Nobody has begun yet.'),
    worker_number: l10n.t('worker {0}'),
    attempt_number: l10n.t('(attempt {0})'),
    attempts_together: l10n.t('{0} attempts'),
  };
}

function taskWords(l10n: L10n) {
  return {
    details: l10n.t('Details'),
    task_details: l10n.t('Task {0}'),
    blocked_by: l10n.t('blocked by {0}'),
    estimate: l10n.t('estimate {0}'),
    acceptance: l10n.t('Acceptance criteria'),
    files: l10n.t('Files'),
    verification: l10n.t('Verification'),
    opens: l10n.t('Opens'),
    attempts: l10n.t('Attempts'),
    open_log_of: l10n.t('Log of attempt {0}'),
    show_diff_of: l10n.t('Diff of attempt {0}'),
    tokens_in: l10n.t('{0} tokens in'),
    tokens_out: l10n.t('{0} tokens out'),
    credits_used: l10n.t('{0} credits'),
    mark_done: l10n.t('Mark Done'),
    mark_failed: l10n.t('Mark Failed'),
    open_pull: l10n.t('Pull Request'),
    retry: l10n.t('Retry'),
    open_log: l10n.t('Log'),
    watch: l10n.t('Watch'),
    take_over: l10n.t('Take Over'),
    show_diff: l10n.t('Diff'),
    open_worktree: l10n.t('Worktree'),
    open_task: l10n.t('In the Plan'),
    cancel_task: l10n.t('Cancel'),
  };
}

function sideWords(l10n: L10n) {
  return {
    activity: l10n.t('Activity'),
    activity_empty: l10n.t('Nothing has happened yet.'),
    show_older: l10n.t('Show Older'),
    conflicts: l10n.t('Conflicts'),
    conflicts_none: l10n.t('No conflicts are in sight.'),
    forecast: l10n.t('Forecast'),
    critical_path: l10n.t('Longest chain: {0} tasks'),
    pace: l10n.t('So far tasks take {0} % of what was planned.'),
    unreachable: l10n.t('Tasks that this run cannot reach: {0}'),
    nothing_left: l10n.t('Nothing is left to do.'),
    usage: l10n.t('Usage'),
    input_tokens: l10n.t('Tokens in'),
    output_tokens: l10n.t('Tokens out'),
    credits: l10n.t('Credits'),
    work: l10n.t('Work'),
  };
}
