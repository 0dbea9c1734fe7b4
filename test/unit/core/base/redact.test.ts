import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRedactor, redactionMark, secretsOfEnvironment } from '../../../../src/core/base/redact.ts';

// Put together here, so that no scanner takes this file for a leak.
const letters = 'aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zA';
const tokens = {
  github_token: `ghp_${letters}`,
  anthropic_key: `sk-ant-api03-${letters}`,
  openai_key: `sk-${letters}9`,
  kiro_key: `ksk_${letters}`,
  aws_key: `AKIA${'ABCDEFGH12345678'}`,
  json_web_token: `eyJ${letters}.eyJ${letters}.${letters}`,
  private_key: `-----BEGIN RSA PRIVATE KEY-----\nMIIEow${letters}\n${letters}==\n-----END RSA PRIVATE KEY-----`,
};

const encoders: Record<string, (secret: string) => string> = {
  plain: (secret) => secret,
  'base64, first alignment': (secret) => Buffer.from(`abc${secret}xyz`).toString('base64'),
  'base64, second alignment': (secret) => Buffer.from(`a${secret}xyz`).toString('base64'),
  'base64, third alignment': (secret) => Buffer.from(`ab${secret}xyz`).toString('base64'),
  base64url: (secret) => Buffer.from(`user:${secret}`).toString('base64url'),
  hex: (secret) => Buffer.from(secret).toString('hex'),
  'capital hex': (secret) => Buffer.from(secret).toString('hex').toUpperCase(),
  'URL component': (secret) => encodeURIComponent(secret),
  'form field': (secret) => new URLSearchParams({ key: secret }).toString(),
  JSON: (secret) => JSON.stringify({ key: secret }),
  'JSON in JSON': (secret) => JSON.stringify(JSON.stringify({ key: secret })),
  XML: (secret) => `<a>${secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</a>`,
};

const arbitrarySecret = fc
  .string({ unit: 'grapheme', minLength: 8, maxLength: 60 })
  // What can be told from noise: no run of one character, no edge that trimming would take off.
  .filter(
    (secret) =>
      secret === secret.trim() && new Set(secret).size >= 4 && !/[\r\n]/.test(secret) && secret.isWellFormed(),
  );

describe('redaction', () => {
  for (const [kind, token] of Object.entries(tokens)) {
    it(`knows the form of a token: ${kind}`, () => {
      const { redact, find } = createRedactor({ secrets: [] });
      assert.equal(redact(`key="${token}" rest`), `key="${redactionMark}" rest`);
      assert.deepEqual(find(`x ${token} y`), [{ kind, start: 2, end: 2 + token.length }]);
    });
  }

  for (const text of [
    'feature/task-chat-app-2.1-login-ui-with-a-very-long-name-2',
    'risk-assessment-of-everything-there-is-to-assess-2026',
    'a mask-something sk-short ghp_short AKIA1',
    'eyJhbGciOi.not-a-token',
    '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
    'sk-skeleton-screen-for-the-loading-state-of-lists',
    'AKIAABCDEFGHIJKLMNOPQRSTUVWXYZ',
  ]) {
    it(`leaves alone what only resembles a token: ${text.split('\n', 1).join()}`, () => {
      assert.equal(createRedactor({ secrets: [] }).redact(text), text);
    });
  }

  it('registers nothing shorter than six characters', () => {
    const { redact } = createRedactor({ secrets: ['', 'a', 'abcde', 'abcdefgh\nx\nyz'] });
    assert.equal(redact('a abcde x yz abcdefgh'), `a abcde x yz ${redactionMark}`);
  });

  it('masks a quoted secret without its quotes, and each line of one with several', () => {
    const { redact } = createRedactor({ secrets: ['"quoted-value"', 'first line here\n  second line here\n'] });
    assert.equal(redact('quoted-value'), redactionMark);
    assert.equal(redact('> second line here <'), `> ${redactionMark} <`);
  });

  it('masks secrets that overlap as one', () => {
    const { redact } = createRedactor({ secrets: ['abcdefgh', 'efghijkl'] });
    assert.equal(redact('-abcdefghijkl-'), `-${redactionMark}-`);
  });

  it('finds every secret in every encoding, however the output is cut', () => {
    const cases = fc.record({
      secret: arbitrarySecret,
      encoder: fc.constantFrom(...Object.keys(encoders)),
      before: fc.string({ maxLength: 10 }),
      after: fc.string({ maxLength: 10 }),
      cuts: fc.array(fc.nat(400), { maxLength: 8 }),
    });
    fc.assert(
      fc.property(cases, ({ secret, encoder, before, after, cuts }) => {
        const redactor = createRedactor({ secrets: [secret] });
        const text = before + encoders[encoder]!(secret) + after;
        const whole = redactor.redact(text);
        assert.ok(whole.includes(redactionMark), `${encoder} of ${JSON.stringify(secret)} passed: ${whole}`);
        assert.equal(inPieces(redactor.stream(), text, cuts), whole);
      }),
      { numRuns: 2000 },
    );
  });

  it('masks the same in a stream as in the whole text, at every cut of every token', () => {
    for (const token of Object.values(tokens)) {
      const redactor = createRedactor({ secrets: ['registered-secret'] });
      const text = `one ${token} two registered-secret;${token}`;
      const whole = redactor.redact(text);
      for (let cut = 0; cut <= text.length; cut += 1) assert.equal(inPieces(redactor.stream(), text, [cut]), whole);
      assert.equal(
        inPieces(
          redactor.stream(),
          text,
          [...text].map((_, index) => index),
        ),
        whole,
      );
    }
  });

  it('shows at once what cannot become a secret', () => {
    const stream = createRedactor({ secrets: ['hunter2-secret'] }).stream();
    assert.equal(stream.push('Continue? [y/N] '), 'Continue? [y/N] ');
    assert.equal(stream.push('hunter'), '');
    assert.equal(stream.push('s'), 'hunters');
    assert.equal(stream.push('hunter2'), '');
    assert.equal(stream.flush(), 'hunter2');
  });

  it('does not hold back without end what repeats a secret without end', () => {
    const stream = createRedactor({ secrets: ['aaaaaaaa'] }).stream();
    let shown = 0;
    for (let round = 0; round < 40; round += 1) shown += stream.push('a'.repeat(10_000)).length;
    assert.ok(shown > 0);
    assert.ok(!stream.flush().includes('aaaaaaaa'));
  });

  it('takes from an environment the values of secret names and the passwords in URLs', () => {
    const found = secretsOfEnvironment({
      GITHUB_TOKEN: 'token-value',
      SHORT_TOKEN: 'abc',
      PATH: '/usr/bin',
      HTTPS_PROXY: 'http://user:proxy%40pass@proxy:8080',
      UNSET_SECRET: undefined,
    });
    assert.deepEqual(found, ['token-value', 'proxy%40pass', 'proxy@pass']);
  });
});

function inPieces(
  stream: { push(chunk: string): string; flush(): string },
  text: string,
  cuts: readonly number[],
): string {
  const places = [...new Set([0, ...cuts.map((cut) => cut % (text.length + 1)), text.length])].sort((a, b) => a - b);
  const shown = places.slice(1).map((end, index) => stream.push(text.slice(places[index], end)));
  return shown.join('') + stream.flush();
}
