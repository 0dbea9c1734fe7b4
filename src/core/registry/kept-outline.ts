// The quickest answer to how all stands: when nothing was appended since the snapshot, the first line of the snapshot says it,
// however large the registry is. It is the same that folding the log would give. Takes no lock and writes nothing.
import { outlineFormatVersion, type StatusOutline } from '../model/view-status.ts';
import { readEpoch } from './ownership.ts';
import { pathsIn } from './paths.ts';
import { readingDisk as disk } from './reading-disk.ts';
import { listSegments } from './segments.ts';
import { readSnapshotHead } from './snapshot.ts';

/** Undefined when the log has to be folded. Throws a UserError when a newer version has written the registry. */
export function keptOutline(dir: string): StatusOutline | undefined {
  const paths = pathsIn(dir);
  readEpoch(paths, disk);
  const head = readSnapshotHead(paths, disk);
  if (head?.outline?.format !== outlineFormatVersion) return undefined;
  // In this order: the length is that of a segment which is still the current one when the segments are listed.
  const size = disk.mark(paths.events)?.size;
  const isCurrent = listSegments(paths, disk).at(-1)?.number === head.position.segment;
  return isCurrent && size === head.position.offset ? head.outline : undefined;
}
