// Rows of the dashboard for tests of what is made of them.
import type { PanelTask } from '../../src/core/model/panel-dashboard.ts';

/** A task that waits for nothing, and that nobody has begun. */
export function panelTask(id: string, fields: Partial<PanelTask> = {}): PanelTask {
  return { id, title: id, kind: 'work', state: 'ready', since: 0, dependencies: [], attempts: [], ...fields };
}
