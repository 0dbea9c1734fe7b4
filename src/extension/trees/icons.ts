// Icons of states: shape and colour together, so that neither is needed alone. The colours are those of the editor's own test
// and source control views.
import type { AttemptState, RunState, TaskState } from '../../core/model/state.ts';
import type { InboxRow } from '../../core/model/view-inbox.ts';
import type { Icon } from './row.ts';

const blue = 'charts.blue';
const green = 'testing.iconPassed';
const purple = 'charts.purple';
const red = 'testing.iconFailed';
const yellow = 'testing.iconQueued';
const grey = 'testing.iconSkipped';

export function iconOfTask(task: Pick<TaskState, 'state' | 'via' | 'attempts' | 'blocked_by'>): Icon {
  switch (task.state) {
    case 'blocked':
      return (task.blocked_by?.length ?? 0) > 0
        ? { id: 'stop-circle', color: red }
        : { id: 'circle-outline', color: grey };
    case 'ready':
      return { id: 'circle-outline', color: yellow };
    case 'assigned':
      return { id: 'loading~spin', color: blue };
    case 'running':
      return task.attempts.at(-1)?.awaits_person === undefined
        ? { id: 'sync~spin', color: blue }
        : { id: 'person', color: yellow };
    case 'verifying':
      return { id: 'beaker', color: blue };
    case 'review':
      return { id: 'git-pull-request', color: purple };
    case 'done':
      return task.via === 'skipped' ? { id: 'debug-step-over', color: grey } : { id: 'pass-filled', color: green };
    case 'failed':
      return { id: 'error', color: red };
    case 'cancelled':
      return { id: 'circle-slash', color: grey };
  }
}

export function iconOfRun(run: RunState | undefined): Icon {
  if (run === undefined) return { id: 'checklist' };
  if (run.state === 'running') return { id: 'sync~spin', color: blue };
  if (run.state === 'paused') return { id: 'debug-pause', color: yellow };
  const ended: Record<NonNullable<RunState['outcome']>, Icon> = {
    completed: { id: 'pass-filled', color: green },
    failed: { id: 'error', color: red },
    cancelled: { id: 'circle-slash', color: grey },
  };
  return ended[run.outcome ?? 'completed'];
}

export function iconOfAttempt({ outcome, awaits_person, finished_at }: AttemptState): Icon {
  if (finished_at === undefined) {
    return awaits_person === undefined ? { id: 'sync~spin', color: blue } : { id: 'person', color: yellow };
  }
  if (outcome === 'succeeded') return { id: 'pass', color: green };
  return outcome === 'lost' ? { id: 'debug-disconnect', color: red } : { id: 'error', color: red };
}

export function iconOfPull(state: InboxRow['state'], waits_for: InboxRow['waits_for'] = 'train'): Icon {
  if (state === 'merged') return { id: 'git-merge', color: purple };
  if (state === 'closed') return { id: 'git-pull-request-closed', color: red };
  return { id: 'git-pull-request', color: waits_for === 'person' ? yellow : green };
}
