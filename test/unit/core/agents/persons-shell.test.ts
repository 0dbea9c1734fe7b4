import assert from 'node:assert/strict';
import { isAbsolute } from 'node:path';
import { personsShell } from '../../../../src/core/agents/persons-shell.ts';

describe('the shell of a person', () => {
  it('is the one that their environment names', () => {
    assert.equal(
      personsShell({ SHELL: '/usr/bin/fish' }, () => '/bin/bash'),
      '/usr/bin/fish',
    );
    assert.equal(
      personsShell({ COMSPEC: String.raw`C:\Windows\cmd.exe` }, () => undefined),
      String.raw`C:\Windows\cmd.exe`,
    );
  });

  it('is that of their account when the environment names none', () => {
    assert.equal(
      personsShell({}, () => '/bin/zsh'),
      '/bin/zsh',
    );
    assert.ok(isAbsolute(personsShell({})));
  });

  for (const login of [undefined, '', '/usr/sbin/nologin', '/bin/false']) {
    it(`is the system's when the account has ${login === undefined || login === '' ? 'none' : login}`, () => {
      assert.equal(
        personsShell({}, () => login),
        '/bin/sh',
      );
    });
  }
});
