import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createOutputRing } from '../../../../src/core/base/output-ring.ts';

describe('the output kept in memory', () => {
  it('is whole up to the bound, and the beginning and the end beyond it', () => {
    const input = fc.array(fc.uint8Array({ maxLength: 40 }).map((bytes) => bytes.map((byte) => 97 + (byte % 26))));
    fc.assert(
      fc.property(input, fc.integer({ min: 2, max: 60 }), (chunks, bytesMax) => {
        const ring = createOutputRing(bytesMax);
        for (const chunk of chunks) ring.push(chunk);
        const text = Buffer.concat(chunks).toString();
        const head = Math.ceil(bytesMax / 2);
        const isCut = text.length > bytesMax;
        const middle = `\n[… ${String(text.length - bytesMax)} bytes left out …]\n`;
        assert.equal(
          ring.text(),
          isCut ? text.slice(0, head) + middle + text.slice(text.length - bytesMax + head) : text,
        );
        assert.equal(ring.isTruncated, isCut);
      }),
    );
  });

  it('shows no torn character at either cut', () => {
    for (let bytesMax = 8; bytesMax < 24; bytesMax += 1) {
      const ring = createOutputRing(bytesMax);
      for (const byte of Buffer.from('日本語😀'.repeat(5))) ring.push(Uint8Array.of(byte));
      assert.ok(!ring.text().includes('\ufffd'), ring.text());
    }
  });
});
