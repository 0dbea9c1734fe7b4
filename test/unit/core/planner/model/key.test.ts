import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../../../src/core/base/errors.ts';
import { findModelKey } from '../../../../../src/core/planner/model/key.ts';
import { isSecretFile } from '../../../../../src/core/planner/model/secret-files.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

function homeWith(content: string, mode: number): { path: string } & Disposable {
  const home = temporaryFolder();
  mkdirSync(join(home.path, '.kiro'));
  const path = join(home.path, '.kiro/openai.key');
  writeFileSync(path, content);
  chmodSync(path, mode);
  return home;
}

describe('the key of a model endpoint', () => {
  it('is nowhere in an empty home', async () => {
    using home = temporaryFolder();
    assert.equal(await findModelKey({ env: {}, home: home.path }), undefined);
  });

  it('is taken from the environment before the file, and from a file that is the user’s alone', async () => {
    using home = homeWith('sk-file\n', 0o600);
    assert.equal(await findModelKey({ env: { OPENAI_API_KEY: ' sk-env ' }, home: home.path }), 'sk-env');
    assert.equal(await findModelKey({ env: { OPENAI_API_KEY: '' }, home: home.path }), 'sk-file');
  });

  for (const mode of [0o640, 0o604, 0o644, 0o620]) {
    it(`is refused from a file of mode ${mode.toString(8)}`, async () => {
      using home = homeWith('sk-file\n', mode);
      await assert.rejects(
        findModelKey({ env: {}, home: home.path }),
        (error: unknown) =>
          error instanceof UserError && /0600\), got 06/.test(error.message) && !error.message.includes('sk-file'),
      );
    });
  }

  for (const key of ['two words', 'line\nbreak', 'ключ', '', 'x'.repeat(1001)]) {
    it(`is refused when it cannot travel in a header: ${JSON.stringify(key.slice(0, 12))}`, async () => {
      using home = homeWith(key, 0o600);
      await assert.rejects(
        findModelKey({ env: {}, home: home.path }),
        (error: unknown) =>
          error instanceof UserError && (key === '' || !`${error.message}${error.hint}`.includes(key)),
      );
    });
  }
});

describe('files that no model sees', () => {
  const check = (path: string, expected: boolean) =>
    it(`${expected ? 'hold' : 'do not hold'} ${path}`, () => assert.equal(isSecretFile(path), expected));
  const secret = [
    '.env',
    'app/.env.local',
    '.npmrc',
    'deploy/id_ed25519',
    'tls/server.key',
    'config/credentials.json',
    'aws/service-account-1.json',
  ];
  for (const path of [...secret, 'my-secrets.yaml', '.aws/config', 'k8s/secrets/db.txt', 'infra/prod.tfvars'])
    check(path, true);
  for (const path of ['src/environment.ts', 'src/key.ts', 'docs/secrets-policy.md', 'src/credentials.ts', 'monkey.md'])
    check(path, false);
});
