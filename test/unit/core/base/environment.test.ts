import assert from 'node:assert/strict';
import { allowedEnvironment, looksSecret } from '../../../../src/core/base/environment.ts';

describe('the environment of a child', () => {
  const check = (source: Record<string, string | undefined>, expected: Record<string, string>, allow?: string[]) =>
    assert.deepEqual(allowedEnvironment(source, allow === undefined ? {} : { allow }), expected);

  it('holds what every program needs and nothing else', () => {
    check(
      { PATH: '/bin', HOME: '/h', EDITOR: 'vi', npm_config_x: '1', NODE_OPTIONS: '--inspect' },
      { PATH: '/bin', HOME: '/h' },
    );
    check(
      { LC_ALL: 'C', LC_TIME: 'de', XDG_CACHE_HOME: '/c', lc_all: 'x' },
      { LC_ALL: 'C', LC_TIME: 'de', XDG_CACHE_HOME: '/c' },
    );
    check({ https_proxy: 'http://p', HTTPS_PROXY: 'http://q' }, { https_proxy: 'http://p', HTTPS_PROXY: 'http://q' });
  });

  it('leaves out a name that looks secret even where its prefix is allowed, unless it is named', () => {
    check({ XDG_SESSION_TOKEN: 'a', LC_PASSWORD: 'b' }, {});
    check({ XDG_SESSION_TOKEN: 'a', MODEL_API_KEY: 'b' }, { MODEL_API_KEY: 'b' }, ['MODEL_API_KEY']);
  });

  it('leaves out variables without a value', () => {
    check({ PATH: undefined, HOME: '' }, { HOME: '' });
  });

  for (const [name, expected] of [
    ['GITHUB_TOKEN', true],
    ['AWS_SECRET_ACCESS_KEY', true],
    ['OPENAI_APIKEY', true],
    ['db_password', true],
    ['GH_PAT', true],
    ['NPM_AUTH', true],
    ['PATH', false],
    ['AUTHOR', false],
    ['COMPATIBLE', false],
  ] as const) {
    it(`${expected ? 'takes' : 'does not take'} ${name} for the name of a secret`, () => {
      assert.equal(looksSecret(name), expected);
    });
  }
});
