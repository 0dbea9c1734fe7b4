import assert from 'node:assert/strict';
import { findNearest } from '../../../../src/core/base/nearest.ts';

describe('the nearest name', () => {
  const known = ['chat-app', 'chat-api', 'shop', '2.1', '2.10'];
  const check = (name: string, expected: string | undefined) => assert.equal(findNearest(name, known), expected, name);

  it('is the one that was probably meant', () => {
    check('chat-ap', 'chat-app');
    check('Chat-App', 'chat-app');
    check('chatapp', 'chat-app');
    check('shpo', 'shop');
    check('2.2', '2.1');
  });

  it('is none when nothing is near', () => {
    check('payments', undefined);
    check('', undefined);
    check('9', undefined);
  });
});
