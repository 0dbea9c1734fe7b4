// A task's state as a shape in a colour: both say the same, so that neither is needed alone.
import type { PanelTask } from '../../core/model/panel-dashboard.ts';
import type { TaskStateName } from '../../core/model/state.ts';
import { Icon, type IconName } from './icon.tsx';

const iconOf: Record<TaskStateName, IconName> = {
  blocked: 'waiting',
  ready: 'ready',
  assigned: 'preparing',
  running: 'running',
  verifying: 'verifying',
  review: 'review',
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
};

export function StateIcon({ state }: { state: TaskStateName }) {
  return (
    <span class={`tone ${state}`}>
      <Icon name={iconOf[state]} spins={state === 'assigned' || state === 'running'} />
    </span>
  );
}

/** The same for a task that waits for a person, or was left out: the state alone does not say it. */
export function TaskIcon({ task }: { task: PanelTask }) {
  if (isAwaited(task)) return <Toned tone="ready" name="person" />;
  if (task.via === 'skipped') return <Toned tone="cancelled" name="skipped" />;
  return <StateIcon state={task.state} />;
}

export function isAwaited({ attempts }: PanelTask): boolean {
  const last = attempts.at(-1);
  return last?.awaited_since !== undefined && last.end === undefined;
}

function Toned({ tone, name }: { tone: TaskStateName; name: IconName }) {
  return (
    <span class={`tone ${tone}`}>
      <Icon name={name} />
    </span>
  );
}
