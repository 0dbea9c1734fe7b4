import assert from 'node:assert/strict';
import { githubPlace } from '../../../../../src/core/forge/github/remote.ts';

describe('the GitHub repository of a remote', () => {
  for (const url of [
    'https://github.com/octo/app.git',
    'https://github.com/octo/app',
    'https://x-access-token:secret@github.com/octo/app.git',
    'git@github.com:octo/app.git',
    'ssh://git@github.com/octo/app.git',
    'ssh://git@ssh.github.com:443/octo/app.git',
  ]) {
    it(`is found in ${url}`, () => {
      assert.deepEqual(githubPlace(url), {
        ...{ host: 'github.com', owner: 'octo', name: 'app', apiUrl: 'https://api.github.com' },
        ...{ webUrl: 'https://github.com/octo/app', gitUrl: 'https://github.com/octo/app.git' },
      });
    });
  }

  for (const [url, owner, name] of [
    ['git@ghe.example.org:my-team/web.app.git', 'my-team', 'web.app'],
    ['ssh://git@ghe.example.org:2222/my-team/web.app', 'my-team', 'web.app'],
    ['https://ghe.example.org/my-team/web.app.git', 'my-team', 'web.app'],
  ] as const) {
    it(`is found on the enterprise's host in ${url}`, () => {
      assert.deepEqual(githubPlace(url, { apiUrl: 'https://ghe.example.org/api/v3/' }), {
        ...{ host: 'ghe.example.org', owner, name, apiUrl: 'https://ghe.example.org/api/v3' },
        ...{
          webUrl: `https://ghe.example.org/${owner}/${name}`,
          gitUrl: `https://ghe.example.org/${owner}/${name}.git`,
        },
      });
    });
  }

  for (const url of [
    'https://gitlab.com/octo/app.git',
    'https://github.com.evil.example/octo/app.git',
    'https://evil@github.com.example/octo/app.git',
    'http://github.com/octo/app.git',
    'ext::sh -c whoami',
    'file:///etc/octo/app.git',
    '/srv/git/octo/app.git',
    '../octo/app.git',
    'ssh://-oProxyCommand=sh/octo/app.git',
    '-oProxyCommand=sh:octo/app.git',
    'git@github.com:octo/../app.git',
    'git@github.com:octo',
    'https://github.com/octo/.git',
    'https://github.com/octo/app/tree/main',
    '',
  ]) {
    it(`is none in ${JSON.stringify(url)}`, () => {
      assert.equal(githubPlace(url), undefined);
    });
  }
});
