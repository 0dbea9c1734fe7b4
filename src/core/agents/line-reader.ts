// Cuts a stream of chunks into lines. A line longer than anybody could mean is dropped, so that no agent can fill the memory.

export interface LineReader {
  push(chunk: string): void;
  /** The last line may have no end. */
  end(): void;
}

const lineCharsMax = 16 * 1024 * 1024;

export function createLineReader(onLine: (line: string) => void): LineReader {
  let held: string[] = [];
  let heldChars = 0;
  let isTooLong = false;
  const flush = (): void => {
    if (!isTooLong && heldChars > 0) onLine(held.join(''));
    held = [];
    heldChars = 0;
    isTooLong = false;
  };
  const hold = (text: string): void => {
    heldChars += text.length;
    if (heldChars > lineCharsMax) {
      isTooLong = true;
      held = [];
    }
    if (!isTooLong) held.push(text);
  };
  return {
    push(chunk) {
      const lines = chunk.split('\n');
      for (const [index, line] of lines.entries()) {
        hold(line);
        if (index < lines.length - 1) flush();
      }
    },
    end: flush,
  };
}
