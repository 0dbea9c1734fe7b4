// Stores what an attempt leaves, also of one that failed: the change, the results of its checks, and what was printed.
import { join } from 'node:path';
import { readTextIfExists } from '../base/files.ts';
import type { Redactor } from '../base/redact.ts';
import type { ArtifactKind } from '../model/evidence.ts';
import type { Assignment } from '../model/spirit.ts';
import type { Attempt } from './attempt.ts';
import type { MessageLog } from './message-log.ts';
import type { RunnerPorts } from './ports.ts';

export const outputLogName = 'output.log';

export async function storeRecord(
  ports: RunnerPorts,
  record: Attempt['record'],
  { assignment, log, redactor }: { assignment: Assignment; log: MessageLog; redactor: Redactor },
): Promise<void> {
  const { attempt_dir, artifacts_dir } = assignment.payload;
  const store = async (kind: ArtifactKind, name: string, content: string | undefined): Promise<void> => {
    if (content === undefined || content === '') return;
    const wanted = { dir: artifacts_dir, kind, name, content, redactor, clock: ports.clock };
    log.report({ type: 'artifact', artifact: await ports.storeArtifact(wanted) });
  };
  const { patch, verifications } = record;
  await store('diff', 'diff.patch', patch);
  await store(
    'verification',
    'verify.json',
    verifications.length === 0 ? undefined : JSON.stringify(verifications, null, 2),
  );
  await store('transcript', 'transcript.log', await readTextIfExists(join(attempt_dir, outputLogName)));
}
