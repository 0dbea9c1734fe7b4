import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findProblems, nextPage } from '../../../src/web/auth/form.js';

describe('the login and sign-up screens', () => {
  test('name the fields that are wrong', () => {
    const check = (name, password, action, expected) => {
      assert.deepEqual(Object.keys(findProblems({ name, password }, action)), expected);
    };
    check('mina', 'short', 'sign-in', []);
    check('mina', 'short', 'sign-up', ['password']);
    check('mina', 'a long good word', 'sign-up', []);
    check(' ', '', 'sign-in', ['name', 'password']);
  });

  test('return to the page that was asked for, never to another site', () => {
    const check = (next, expected) => assert.equal(nextPage(`?next=${encodeURIComponent(next)}`), expected);
    check('/chat/?room=2', '/chat/?room=2');
    check('', '/chat/');
    for (const foreign of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
      'http://',
    ]) {
      check(foreign, '/chat/');
    }
  });
});
