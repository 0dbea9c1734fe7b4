// Keeps the beginning and the end of a stream of bytes within a fixed number of bytes, and counts what fell out between.
// The memory for the end is taken only once the beginning is full. It never fails and never grows.

export interface OutputRing {
  push(chunk: Uint8Array): void;
  /** What was kept, as text, with a line that counts the bytes left out where they were. */
  text(): string;
  readonly isTruncated: boolean;
}

/** @param bytesMax kept in all: half for the beginning, half for the end. */
export function createOutputRing(bytesMax: number): OutputRing {
  const headMax = Math.ceil(bytesMax / 2);
  const tailMax = Math.max(1, bytesMax - headMax);
  const head: Uint8Array[] = [];
  const tail: { bytes?: Buffer } = {};
  let headBytes = 0;
  let tailBytesSeen = 0;

  const pushTail = (chunk: Uint8Array): void => {
    const ring = (tail.bytes ??= Buffer.alloc(tailMax));
    const kept = chunk.subarray(Math.max(0, chunk.length - tailMax));
    const at = (tailBytesSeen + chunk.length - kept.length) % tailMax;
    const untilEnd = kept.subarray(0, tailMax - at);
    ring.set(untilEnd, at);
    ring.set(kept.subarray(untilEnd.length), 0);
    tailBytesSeen += chunk.length;
  };

  return {
    push(chunk) {
      const toHead = chunk.subarray(0, headMax - headBytes);
      if (toHead.length > 0) {
        // A copy: a small slice would keep the whole pooled chunk of the stream alive.
        head.push(Buffer.from(toHead));
        headBytes += toHead.length;
      }
      if (toHead.length < chunk.length) pushTail(chunk.subarray(toHead.length));
    },
    text() {
      const beginning = Buffer.concat(head);
      if (tail.bytes === undefined) return beginning.toString('utf8');
      const leftOut = Math.max(0, tailBytesSeen - tailMax);
      if (leftOut === 0) return Buffer.concat([beginning, tail.bytes.subarray(0, tailBytesSeen)]).toString('utf8');
      const at = tailBytesSeen % tailMax;
      const end = Buffer.concat([tail.bytes.subarray(at), tail.bytes.subarray(0, at)]);
      const counter = `\n[… ${String(leftOut)} bytes left out …]\n`;
      return withoutTornEnd(beginning).toString('utf8') + counter + withoutTornStart(end).toString('utf8');
    },
    get isTruncated() {
      return tailBytesSeen > tailMax;
    },
  };
}

/** Without a UTF-8 character of which only the first bytes are there. */
function withoutTornEnd(bytes: Buffer): Buffer {
  let start = bytes.length - 1;
  while (start > bytes.length - 4 && start > 0 && isContinuation(bytes[start])) start -= 1;
  const lead = bytes[start] ?? 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return start + length > bytes.length ? bytes.subarray(0, start) : bytes;
}

/** Without the last bytes of a UTF-8 character that began before. */
function withoutTornStart(bytes: Buffer): Buffer {
  let start = 0;
  while (start < 3 && isContinuation(bytes[start])) start += 1;
  return bytes.subarray(start);
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
