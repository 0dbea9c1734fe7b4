// Keeps lines to a length that every reader can bear: what a line has beyond it is left out and counted at the line's end.
// Remembers only how long the present line is, so that one line of any length costs no memory.

export interface LineCutter {
  push(text: string): string;
  /** The count that the last line still owes. */
  flush(): string;
  linesCut(): number;
}

/** @param charsMax per line, in UTF-16 units; a surrogate pair is never split. */
export function createLineCutter(charsMax: number): LineCutter {
  let length = 0;
  let leftOut = 0;
  let linesCut = 0;
  const endLine = (): string => {
    const count = leftOut === 0 ? '' : ` [… ${String(leftOut)} characters left out]`;
    length = 0;
    leftOut = 0;
    return count;
  };
  const fit = (part: string): string => {
    if (leftOut === 0 && length + part.length <= charsMax) {
      length += part.length;
      return part;
    }
    const room = leftOut === 0 ? charsMax - length : 0;
    const isTornPair = room > 0 && isHighSurrogate(part.charCodeAt(room - 1));
    const kept = part.slice(0, isTornPair ? room - 1 : room);
    if (leftOut === 0) linesCut += 1;
    length += kept.length;
    leftOut += part.length - kept.length;
    return kept;
  };
  /** Most output has short lines only, and passes without a copy. */
  const fitsWhole = (text: string): boolean => {
    if (leftOut > 0) return false;
    let present = length;
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      if (present + end - start > charsMax) return false;
      present = 0;
      start = end + 1;
    }
    if (present + text.length - start > charsMax) return false;
    length = present + text.length - start;
    return true;
  };
  return {
    push(text) {
      if (fitsWhole(text)) return text;
      const out: string[] = [];
      let start = 0;
      for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
        out.push(fit(text.slice(start, end)), endLine(), '\n');
        start = end + 1;
      }
      out.push(fit(text.slice(start)));
      return out.join('');
    },
    flush: endLine,
    linesCut: () => linesCut,
  };
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
