import assert from 'node:assert/strict';
import { webAddress } from '../../../../src/core/base/web-address.ts';

describe('an address that may be opened', () => {
  const check = (text: string, expected: string | undefined) => assert.equal(webAddress(text), expected, text);

  it('is one of the web', () => {
    check('https://example.com/a?b=c#d', 'https://example.com/a?b=c#d');
    check('http://example.com', 'http://example.com/');
  });

  it('is nothing that an editor or another program would carry out', () => {
    for (const text of ['command:workbench.action.quit', 'javascript:alert(1)', 'file:///etc/passwd', 'vscode://x/y']) {
      check(text, undefined);
    }
    check(' java\nscript:alert(1)', undefined);
    check('//example.com', undefined);
    check('data:text/html,x', undefined);
  });

  it('names no user, behind whom another host could hide, and ends somewhere', () => {
    check('https://github.com@evil.example/x', undefined);
    check('https://user:word@example.com', undefined);
    check(`https://example.com/${'a'.repeat(3000)}`, undefined);
  });
});
