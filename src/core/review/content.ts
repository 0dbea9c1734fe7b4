// What must not be in a line that a change adds: a secret, or the marker of an unsolved conflict. Both stop the change.
import type { FilePatch, PatchLine } from './patch.ts';
import type { NewFinding, Reviewed } from './change.ts';

const perFileMax = 20;

/** Never says what it found, only which kind of thing. */
export function findSecrets({ patches, redactor }: Reviewed): NewFinding[] {
  return patches.flatMap(({ file, added }) => {
    // In one piece, because a key has many lines; without NUL bytes, so that UTF-16 hides nothing.
    const text = added.map((line) => line.text.replaceAll('\0', '')).join('\n');
    return redactor
      .find(text)
      .slice(0, perFileMax)
      .map(({ kind, start }) => {
        const what = kind === 'registered' ? 'a secret of this machine' : `a ${kind.replaceAll('_', ' ')}`;
        return { severity: 'blocking' as const, file, ...lineAt(added, start), message: `Looks like ${what}.` };
      });
  });
}

export function findConflictMarkers({ patches }: Reviewed): NewFinding[] {
  return patches.flatMap((patch) =>
    markersOf(patch)
      .slice(0, perFileMax)
      .map(({ line, text }) => {
        const message = `An unsolved conflict is left: ${text.slice(0, 60)}`;
        return { severity: 'blocking' as const, file: patch.file, line, message };
      }),
  );
}

/** `=======` alone underlines headings; it counts for nothing without the other two. */
function markersOf({ added }: FilePatch): PatchLine[] {
  return added.filter(({ text }) => /^(?:<{7}|>{7})(?:\s|$)/.test(text));
}

function lineAt(lines: readonly PatchLine[], offset: number): { line?: number } {
  let end = 0;
  for (const { line, text } of lines) {
    end += text.replaceAll('\0', '').length + 1;
    if (offset < end) return { line };
  }
  return {};
}
