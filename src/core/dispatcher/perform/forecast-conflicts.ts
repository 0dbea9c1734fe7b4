// The conflict radar: every pair of live branches is merged in memory, and the pairs that do not fit are published.
import type { Action } from '../actions.ts';
import type { Dispatch } from '../dispatch.ts';

const filesMax = 50;

export async function forecastConflicts(
  dispatch: Dispatch,
  { spec_id }: Extract<Action, { kind: 'forecast_conflicts' }>,
): Promise<void> {
  const { ports } = dispatch;
  dispatch.forecastDue.delete(spec_id);
  const spec = ports.registry.state.specs.get(spec_id);
  if (spec?.run === undefined) return;
  const heads = [...spec.tasks.values()].flatMap((task) => {
    const commit = task.attempts.at(-1)?.commit;
    return task.state === 'review' && commit !== undefined ? [{ task_id: task.node.id, commit }] : [];
  });
  const found = heads.length < 2 ? [] : await ports.repository.forecast(heads);
  const pairs = found.slice(0, 500).map(({ tasks, files }) => ({ tasks, files: files.slice(0, filesMax) }));
  if (JSON.stringify(pairs) === JSON.stringify(spec.forecast)) return;
  await ports.registry.append([{ type: 'ConflictForecast', run_id: spec.run.run_id, spec_id, data: { pairs } }]);
}
