// Reads a unified diff as git prints it: which lines a change adds and takes away, file by file. Hunks are measured by their
// headers, so that an added line which looks like a header is still an added line. What is no diff is passed over.

export interface PatchLine {
  /** 1-based, in the new file when added and in the old one when removed. */
  line: number;
  text: string;
}

export interface FilePatch {
  file: string;
  added: PatchLine[];
  removed: PatchLine[];
}

interface Hunk {
  oldLine: number;
  newLine: number;
  oldLeft: number;
  newLeft: number;
}

const hunkHeader = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

export function readPatch(patch: string): FilePatch[] {
  const files: FilePatch[] = [];
  let current: FilePatch | undefined;
  let hunk: Hunk | undefined;
  for (const line of patch.split('\n')) {
    if (current !== undefined && hunk !== undefined && (hunk.oldLeft > 0 || hunk.newLeft > 0)) {
      takeLine(current, hunk, line);
      continue;
    }
    if (line.startsWith('diff --git ')) {
      current = { file: '', added: [], removed: [] };
      files.push(current);
      hunk = undefined;
    } else if (current !== undefined && (line.startsWith('--- ') || line.startsWith('+++ '))) {
      // The new name comes second; of a deleted file it is /dev/null, and the old one stands.
      const name = readName(line.slice(4));
      if (name !== undefined) current.file = name;
    } else {
      hunk = readHunk(line);
    }
  }
  return files.filter((file) => file.file !== '');
}

function takeLine(file: FilePatch, hunk: Hunk, line: string): void {
  const text = line.slice(1);
  if (line.startsWith('+')) {
    file.added.push({ line: hunk.newLine++, text });
    hunk.newLeft -= 1;
  } else if (line.startsWith('-')) {
    file.removed.push({ line: hunk.oldLine++, text });
    hunk.oldLeft -= 1;
  } else if (!line.startsWith('\\')) {
    hunk.oldLine += 1;
    hunk.newLine += 1;
    hunk.oldLeft -= 1;
    hunk.newLeft -= 1;
  }
}

function readHunk(line: string): Hunk | undefined {
  const found = hunkHeader.exec(line);
  if (found === null) return undefined;
  const [, oldLine, oldLeft = '1', newLine, newLeft = '1'] = found;
  return {
    oldLine: Number(oldLine),
    newLine: Number(newLine),
    oldLeft: Number(oldLeft),
    newLeft: Number(newLeft),
  };
}

/** `a/src/x.ts`, or `"a/tab\there.ts"` where git had to quote; undefined for /dev/null. */
function readName(name: string): string | undefined {
  const plain = name.startsWith('"') ? unquote(name) : name.replace(/\t$/, '');
  return plain === '/dev/null' ? undefined : plain.replace(/^[ab]\//, '');
}

const escapes: Record<string, number> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** Git's C-style quoting; octal escapes are bytes of UTF-8. */
function unquote(name: string): string {
  const bytes: Buffer[] = [];
  for (const [part] of name.slice(1, name.lastIndexOf('"')).matchAll(/\\[0-7]{3}|\\.|[^\\]+/g)) {
    if (!part.startsWith('\\')) bytes.push(Buffer.from(part));
    else if (part.length === 4) bytes.push(Buffer.from([Number.parseInt(part.slice(1), 8) & 0xff]));
    else bytes.push(Buffer.from([escapes[part.charAt(1)] ?? part.charCodeAt(1)]));
  }
  return Buffer.concat(bytes).toString('utf8');
}
