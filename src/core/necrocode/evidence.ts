// What attempts have left: the list of their artifacts, and the text of one, proven by its digest.
import { listArtifacts as listIndex, artifactsFolder, readArtifact } from '../artifacts/artifacts.ts';
import { UserError } from '../base/errors.ts';
import type { Artifact } from '../model/evidence.ts';
import type { Place } from './place.ts';

export interface OfAttempt {
  spec_id: string;
  task_id: string;
  attempt: number;
}

export interface ArtifactEntry extends Artifact {
  /** Absolute path. */
  path: string;
}

export async function listArtifacts(place: Place, of: OfAttempt): Promise<ArtifactEntry[]> {
  const folder = folderOf(place, of);
  return (await listIndex(folder)).map((artifact) => ({ ...artifact, path: `${folder}/${artifact.name}` }));
}

/** Throws a UserError when there is no such artifact, or when it was changed after it was stored. */
export async function readArtifactText(place: Place, of: OfAttempt, name: string): Promise<string> {
  const folder = folderOf(place, of);
  const artifact = (await listIndex(folder)).find((one) => one.name === name);
  if (artifact === undefined) {
    const command = `necrocode artifacts ${of.spec_id} ${of.task_id} --attempt ${of.attempt}`;
    throw new UserError(`Attempt ${of.attempt} of task ${of.task_id} has no artifact "${name}".`, {
      hint: `${command} lists them.`,
      ja: {
        message: `タスク ${of.task_id} の ${of.attempt} 回目の試行に証跡「${name}」はありません。`,
        hint: `${command} で一覧を表示します。`,
      },
    });
  }
  return (await readArtifact(folder, artifact)).toString('utf8');
}

function folderOf({ artifactsDir }: Place, { spec_id, task_id, attempt }: OfAttempt): string {
  return artifactsFolder(artifactsDir, { specId: spec_id, taskId: task_id, attempt });
}
