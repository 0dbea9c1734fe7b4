// What stands behind a task's line in its list: how it is doing. Pure; nothing is said where the checkbox says it all.
import type { SpecState, TaskState, TaskStateName } from '../../core/model/state.ts';
import type { TaskLine } from '../../core/necrocode.ts';
import type { Words } from '../localize.ts';
import { describeTask } from '../task-words.ts';
import { taskTooltip } from '../trees/tooltips.ts';

export interface TaskMark {
  /** From 0 on, as editors count. */
  line: number;
  text: string;
  /** Name of a colour of the theme. */
  color: string;
  /** Markdown that can do nothing. */
  hover: string;
}

const textCharsMax = 120;
const titleCharsMax = 500;

const signs: Record<TaskStateName, { sign: string; color: string }> = {
  blocked: { sign: '○', color: 'editorCodeLens.foreground' },
  ready: { sign: '○', color: 'editorCodeLens.foreground' },
  assigned: { sign: '●', color: 'charts.blue' },
  running: { sign: '●', color: 'charts.blue' },
  verifying: { sign: '●', color: 'charts.blue' },
  review: { sign: '◆', color: 'charts.purple' },
  done: { sign: '✓', color: 'testing.iconPassed' },
  failed: { sign: '✗', color: 'testing.iconFailed' },
  cancelled: { sign: '⊘', color: 'editorCodeLens.foreground' },
};

export function marksOf(spec: SpecState, lines: readonly TaskLine[], words: Words): TaskMark[] {
  return lines.flatMap((line) => {
    const task = spec.tasks.get(line.task_id);
    if (task === undefined || !isSameTitle(line.title, task) || !isNews(spec, task)) return [];
    const { sign, color } = signs[task.state];
    const isAwaited = task.attempts.at(-1)?.awaits_person !== undefined;
    return [
      {
        line: line.line - 1,
        text: `${sign} ${describeTask(spec, task, words)}`.slice(0, textCharsMax),
        color: isAwaited ? 'charts.yellow' : color,
        hover: taskTooltip(spec, task, undefined, words),
      },
    ];
  });
}

/** The list may have been changed since it was planned: a line that now means another task says nothing. */
function isSameTitle(title: string, { node }: TaskState): boolean {
  return (
    title === node.title || (title.length > titleCharsMax && node.title === `${title.slice(0, titleCharsMax - 1)}…`)
  );
}

/** Before a run every task waits, and what the plan had settled is ticked or struck out already. */
function isNews({ run }: SpecState, { state, via }: TaskState): boolean {
  return run !== undefined && !(state === 'done' && via !== 'run');
}
