// tasks.jsonl: the present state of every task as one flat line, for people and tools. Never read back.
import type { SpecState, State, TaskState } from '../model/state.ts';

export function renderTasks(state: State): string {
  const lines: string[] = [];
  for (const spec of state.specs.values()) {
    for (const task of spec.tasks.values()) lines.push(`${JSON.stringify(exportedTask(spec, task))}\n`);
  }
  return lines.join('');
}

function exportedTask({ spec_id, run }: SpecState, { node, attempts, ...task }: TaskState) {
  const { since, not_before, ...present } = task;
  const latest = attempts.at(-1);
  return {
    spec_id,
    task_id: node.id,
    title: node.title,
    dependencies: node.dependencies,
    run_id: run?.run_id,
    ...present,
    since: new Date(since).toISOString(),
    not_before: not_before === undefined ? undefined : new Date(not_before).toISOString(),
    attempts: attempts.length,
    agent_instance: latest?.agent_instance,
    branch: latest?.branch,
    commit: latest?.commit,
  };
}
