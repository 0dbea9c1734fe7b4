// What went wrong, in words. A kind that this page does not know yet is shown by its name.
import type { DashboardWordKey } from '../../core/model/panel-words.ts';
import type { FailureKind } from '../../core/model/failure.ts';
import type { Translate } from '../translate.ts';

const keyOf: Record<FailureKind, DashboardWordKey> = {
  agent_error: 'failure_agent_error',
  agent_timeout: 'failure_agent_timeout',
  no_changes: 'failure_no_changes',
  verify_failed: 'failure_verify_failed',
  conflict: 'failure_conflict',
  policy_violation: 'failure_policy_violation',
  changes_requested: 'failure_changes_requested',
  permission_denied: 'failure_permission_denied',
  quota: 'failure_quota',
  infra_lost: 'failure_infra_lost',
  cancelled: 'failure_cancelled',
};

export function failureWord(kind: string, t: Translate<DashboardWordKey>): string {
  const known: Readonly<Record<string, DashboardWordKey>> = keyOf;
  const key = known[kind];
  return key === undefined ? kind : t(key);
}
