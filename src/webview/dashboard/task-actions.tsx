// What can be done with a task as it stands. The first button is what a person most likely wants.
import type { PanelCommandName } from '../../core/model/panel-messages.ts';
import type { PanelTask } from '../../core/model/panel-dashboard.ts';
import type { DashboardWordKey } from '../../core/model/panel-words.ts';
import { Button } from '../parts/button.tsx';
import type { IconName } from '../parts/icon.tsx';
import { usePage } from './page.ts';
import { liveOf } from './task-words.ts';

export interface TaskAction {
  command: PanelCommandName;
  label: DashboardWordKey;
  icon: IconName;
  /** It changes or starts something, so the workspace must be trusted. */
  isDeed: boolean;
}

const action = (command: PanelCommandName, label: DashboardWordKey, icon: IconName, isDeed = false): TaskAction => ({
  ...{ command, label, icon, isDeed },
});

export function actionsOf(task: PanelTask): TaskAction[] {
  const live = liveOf(task);
  const last = task.attempts.at(-1);
  const isOver = task.state === 'done' || task.state === 'failed' || task.state === 'cancelled';
  return [
    ...(live?.awaited_since === undefined
      ? []
      : [action('markDone', 'mark_done', 'check', true), action('markFailed', 'mark_failed', 'close', true)]),
    ...(task.pull === undefined ? [] : [action('openPull', 'open_pull', 'review')]),
    ...(task.state === 'failed' || task.state === 'cancelled' ? [action('retryTask', 'retry', 'retry', true)] : []),
    ...(last === undefined ? [] : [action('openLog', 'open_log', 'log')]),
    ...(live === undefined
      ? []
      : [action('watchInTerminal', 'watch', 'terminal'), action('takeOver', 'take_over', 'person', true)]),
    ...(last?.has_commit === true ? [action('showDiff', 'show_diff', 'diff')] : []),
    ...(live?.slot === undefined ? [] : [action('openWorktree', 'open_worktree', 'folder')]),
    action('openTask', 'open_task', 'task'),
    ...(isOver ? [] : [action('cancel', 'cancel_task', 'stop', true)]),
  ];
}

export function TaskActions({ task }: { task: PanelTask }) {
  const { t, press, isTrusted } = usePage();
  return (
    <div class="task-actions">
      {actionsOf(task).map(({ command, label, icon, isDeed }) => (
        <Button
          key={command}
          {...{ icon, label: t(label), barred: isDeed && !isTrusted ? t('untrusted') : undefined }}
          onPress={() => {
            const pull = command === 'openPull' && task.pull !== undefined ? { pull: task.pull } : {};
            press(command, { task_id: task.id, ...pull });
          }}
        />
      ))}
    </div>
  );
}
