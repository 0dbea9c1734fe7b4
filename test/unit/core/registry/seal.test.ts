import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import { isSealed, seal, unseal } from '../../../../src/core/registry/seal.ts';
import { readHead, readRecord, recordBytesMax, stamp } from '../../../../src/core/registry/record.ts';
import { agentPaused } from '../../../support/registry-events.ts';

const place = { seq: 7, epoch: 3, at: 1700000000000 };

describe('seal', () => {
  it('stands last, over the bytes before it', () => {
    const text = seal({ seq: 1, data: { text: '部品 "x"' } });
    const body = '{"seq":1,"data":{"text":"部品 \\"x\\""}';
    assert.equal(text, `${body},"crc":"${crc32(body).toString(16).padStart(8, '0')}"}`);
    assert.deepEqual(unseal(Buffer.from(text)), { seq: 1, data: { text: '部品 "x"' } });
  });

  it('does not hold for any other bytes', () => {
    const whole = Buffer.from(seal({ seq: 12, data: { text: 'abc' } }));
    for (let i = 0; i < whole.length; i++) {
      for (let bit = 0; bit < 8; bit++) {
        const flipped = Buffer.from(whole);
        flipped[i] = (flipped[i] ?? 0) ^ (1 << bit);
        assert.equal(isSealed(flipped, 0, flipped.length), false, `byte ${i}, bit ${bit}`);
      }
      assert.equal(isSealed(whole, 0, i), false, `cut at ${i}`);
    }
  });
});

describe('record', () => {
  it('has the fields of the contract in their order, and leaves out what does not apply', () => {
    const { line, event } = stamp({ ...agentPaused('kiro', 5), spec_id: 'chat-app' }, place);
    assert.match(
      line,
      /^\{"seq":7,"epoch":3,"at":1700000000000,"type":"AgentPaused","spec_id":"chat-app","data":\{"agent":"kiro","until":5,"reason":"quota"\},"crc":"[0-9a-f]{8}"\}\n$/,
    );
    assert.deepEqual(readRecord(line.trimEnd()), event);
    assert.deepEqual(readHead(line), { ...place, type: 'AgentPaused' });
  });

  it('is refused when its line would be longer than 64 kB', () => {
    const { length } = stamp(agentPaused('kiro', 1, ''), place).line;
    const fits = 'x'.repeat(recordBytesMax - length);
    assert.equal(stamp(agentPaused('kiro', 1, fits), place).line.length, recordBytesMax);
    assert.throws(() => stamp(agentPaused('kiro', 1, `${fits}x`), place), { name: 'UserError' });
  });
});
