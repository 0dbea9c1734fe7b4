// The copies of plans that runs work from: `plans/<spec>/<version>.json` in the registry's folder. A copy is never changed
// once it is there, and is read only when its digest is the one that the registry has recorded. It does not judge a plan.
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { UserError } from '../base/errors.ts';
import { ensureFolder, publishFile, readTextIfExists } from '../base/files.ts';
import { specIdSchema } from '../model/ids.ts';
import { tasksetSchema, type Taskset } from '../model/task.ts';

const planBytesMax = 64 * 1024 * 1024;

/** Keeps the plan and returns its digest; nothing is written when it is there already. @throws UserError when another plan has this version. */
export async function savePlan(registryDir: string, taskset: Taskset): Promise<string> {
  const { spec_id, taskset_version } = taskset;
  const path = planPath(registryDir, spec_id, taskset_version);
  const text = `${JSON.stringify(taskset, undefined, 2)}\n`;
  const present = await readTextIfExists(path, { bytesMax: planBytesMax });
  if (present === undefined) {
    await ensureFolder(dirname(path));
    await publishFile(path, text, { mode: 0o600 });
  } else if (present !== text) {
    throw new UserError(`Version ${taskset_version} of the plan of ${spec_id} is kept already, and was another plan.`, {
      hint: `Set "taskset_version" in tasks.json to ${taskset_version + 1}, or run \`necrocode plan\` again.`,
    });
  }
  return digest(text);
}

/** @throws UserError when the copy is gone, or is not the one with this digest. */
export async function readPlan(registryDir: string, specId: string, version: number, sha256: string): Promise<Taskset> {
  const path = planPath(registryDir, specId, version);
  const text = await readTextIfExists(path, { bytesMax: planBytesMax });
  if (text === undefined) {
    throw new UserError(`Version ${version} of the plan of ${specId} is gone: ${path}`, {
      hint: `Run \`necrocode plan\` again; what is done stays done.`,
    });
  }
  if (digest(text) !== sha256) {
    throw new UserError(`Version ${version} of the plan of ${specId} was changed after it was recorded: ${path}`, {
      hint: `Put your changes into .kiro/tasks/${specId}/tasks.json as version ${version + 1} instead.`,
    });
  }
  return tasksetSchema.parse(JSON.parse(text));
}

function planPath(registryDir: string, specId: string, version: number): string {
  return join(registryDir, 'plans', specIdSchema.parse(specId), `${version}.json`);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
