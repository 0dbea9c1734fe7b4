// The seal of a record: one JSON object whose last field is the CRC-32 of all bytes before it, so that a torn, flipped or
// glued record is told from a whole one. Log lines and snapshots are sealed in the same way.
import { crc32 } from 'node:zlib';

/** `,"crc":"xxxxxxxx"}` */
const sealBytes = 18;
const hexDigits = 8;
const sealStart = Buffer.from(',"crc":"');
const sealEnd = Buffer.from('"}');
const comma = 0x2c;
const closingBrace = 0x7d;

/** The JSON text of an object that has at least one field, sealed; no LF. */
export function seal(value: object): string {
  return sealText(JSON.stringify(value));
}

/** The same for an object that is JSON text already. */
export function sealText(object: string): string {
  const body = object.slice(0, -1);
  return `${body},"crc":"${crc32(body).toString(16).padStart(hexDigits, '0')}"}`;
}

/** True when the bytes from `start` to `end` are a sealed record, whole and unchanged. */
export function isSealed(bytes: Buffer, start: number, end: number): boolean {
  const body = end - sealBytes;
  if (body <= start || bytes[end - 1] !== sealEnd[1] || bytes[end - 2] !== sealEnd[0]) return false;
  for (let i = 0; i < sealStart.length; i++) if (bytes[body + i] !== sealStart[i]) return false;
  return hexAt(bytes, body + sealStart.length) === crc32(bytes.subarray(start, body));
}

/** The object of sealed bytes, without its `crc`. Undefined when the seal does not hold. */
export function unseal(bytes: Buffer, start = 0, end = bytes.length): unknown {
  if (!isSealed(bytes, start, end)) return undefined;
  const body = end - sealBytes;
  // For a moment the brace stands in the place of the seal's comma: a million checksums that nobody parses are a second.
  bytes[body] = closingBrace;
  const text = bytes.toString('utf8', start, body + 1);
  bytes[body] = comma;
  return JSON.parse(text);
}

/** Eight lower-case hexadecimal digits as a number; -1 when they are anything else. */
function hexAt(bytes: Buffer, start: number): number {
  let number = 0;
  for (let i = start; i < start + hexDigits; i++) {
    const code = bytes[i] ?? 0;
    if (code >= 48 && code <= 57) number = number * 16 + code - 48;
    else if (code >= 97 && code <= 102) number = number * 16 + code - 87;
    else return -1;
  }
  return number;
}
