// The end of an output that never ends: what is put in at one side falls out at the other, by whole lines, and a first line says so.

export interface LogBuffer {
  push(text: string): void;
  clear(): void;
  text(): string;
}

/** Cut only when it has outgrown its bound by half, so that most texts are only appended to. */
export function createLogBuffer(charsMax: number, leftOut: string): LogBuffer {
  let kept = '';
  let isCut = false;
  return {
    push(text) {
      kept += text;
      if (kept.length <= charsMax * 1.5) return;
      const from = kept.length - charsMax;
      const lineEnd = kept.indexOf('\n', from);
      kept = kept.slice(lineEnd === -1 ? from : lineEnd + 1);
      isCut = true;
    },
    clear() {
      kept = '';
      isCut = false;
    },
    text: () => (isCut ? `${leftOut}\n${kept}` : kept),
  };
}
