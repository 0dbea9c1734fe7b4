// What a new controller does before it decides anything: close the step of the train that the last controller was in the
// middle of, then tell the slot pool who holds what. Runners are adopted afterwards, by decision.
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { codeOf } from '../base/errors.ts';
import { assignmentSchema } from '../model/spirit.ts';
import type { RunState, SpecState } from '../model/state.ts';
import type { Dispatch } from './dispatch.ts';
import { recordMerges } from './perform/record-merges.ts';
import { tellAltered } from './perform/tell-altered.ts';
import { trainFolder } from './perform/verify-tree.ts';

export async function takeOver(dispatch: Dispatch): Promise<void> {
  const { registry, slots } = dispatch.ports;
  await recordMerges(dispatch);
  for (const spec of registry.state.specs.values()) {
    if (spec.run?.integrating !== undefined) await closeIntegration(dispatch, spec, spec.run, spec.run.integrating);
    dispatch.forecastDue.add(spec.spec_id);
  }
  // Only now: the slot in which the train verified is held by no attempt and will be cleaned, so nothing may work in it.
  const leased = [...registry.state.slots.values()].filter((slot) => slot.state === 'leased');
  const { altered } = await slots.adopt(
    leased.map(({ slot, spec_id, task_id, attempt }) => ({
      slot,
      holder: `${spec_id ?? ''}/${task_id ?? ''}/${attempt ?? 0}`,
    })),
  );
  const spec = [...registry.state.specs.values()].find(({ run }) => run !== undefined && run.state !== 'finished');
  const told = tellAltered(spec === undefined ? {} : { spec_id: spec.spec_id }, altered);
  if (told.length > 0) await registry.append(told);
}

async function closeIntegration({ ports }: Dispatch, spec: SpecState, run: RunState, number: number): Promise<void> {
  const { task_id } = ports.registry.state.pulls.get(number) ?? {};
  const task = task_id === undefined ? undefined : spec.tasks.get(task_id);
  const last = task?.attempts.at(-1);
  if (task !== undefined && last !== undefined) {
    const attempt_dir = join(ports.registry.attemptDir(spec.spec_id, task.node.id, last.attempt), trainFolder);
    const launch = await launchIn(attempt_dir);
    if (launch !== undefined) await ports.pools.get(last.pool)?.stop({ attempt_dir, launch }, { graceMs: 0 });
  }
  const subject = { run_id: run.run_id, spec_id: spec.spec_id, ...(task_id === undefined ? {} : { task_id }) };
  await ports.registry.append([{ type: 'IntegrationFinished', ...subject, data: { number, outcome: 'interrupted' } }]);
}

async function launchIn(attempt_dir: string): Promise<string | undefined> {
  try {
    const text = await readFile(join(attempt_dir, 'assignment.json'), 'utf8');
    return assignmentSchema.parse(JSON.parse(text)).payload.launch;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
