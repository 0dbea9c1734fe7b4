// `necrocode graph`: the task graph in a form that other tools draw.
import { locate, readPlan, readState } from '../../core/necrocode.ts';
import type { Given } from '../given.ts';
import { renderGraph, type GraphFormat } from '../render/graph.ts';
import { print, type ExitStatus, type Session } from '../session.ts';

export async function graph(session: Session, given: Given): Promise<ExitStatus> {
  const place = await locate(session.cwd);
  const spec_id = given.argument(0);
  const taskset = await readPlan(place, spec_id);
  const spec = (await readState(place)).specs.get(spec_id);
  // Before the first run every task is still to be judged.
  const states = spec?.run === undefined ? undefined : spec.tasks;
  const nodes = taskset.tasks.map(({ id, title, kind, dependencies }) => {
    const state = states?.get(id)?.state;
    return { id, title, kind, dependencies, ...(state === undefined ? {} : { state }) };
  });
  print(session, renderGraph({ spec_id, title: taskset.title, nodes }, formatOf(given.text('format'))));
  return 0;
}

function formatOf(text: string | undefined): GraphFormat {
  return text === 'dot' || text === 'json' ? text : 'mermaid';
}
