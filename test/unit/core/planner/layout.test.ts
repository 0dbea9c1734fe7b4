// What the planner may know of a repository.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isBare, layoutOf, surveyRepository, verifyCommandsOf } from '../../../../src/core/planner/layout.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe('verifyCommandsOf', () => {
  const check = (expected: string[], files: string[], test?: string) => {
    const packageScripts = test === undefined ? {} : { test };
    assert.deepEqual(verifyCommandsOf({ files: ['package.json', ...files], packageScripts }), expected);
  };

  it('names the test command with the package manager of the lockfile', () => {
    check(['npm test'], [], 'mocha');
    check(['npm test'], ['package-lock.json'], 'mocha');
    check(['pnpm test'], ['pnpm-lock.yaml'], 'vitest run');
    check(['yarn test'], ['yarn.lock'], 'jest');
    check(['bun run test'], ['bun.lock'], 'jest');
  });

  it("names none where there is none, and does not take npm's placeholder for one", () => {
    check([], []);
    check([], [], ' ');
    check([], [], 'echo "Error: no test specified" && exit 1');
    assert.deepEqual(verifyCommandsOf(undefined), []);
  });
});

describe('layoutOf', () => {
  it('follows the folders that are there', () => {
    assert.deepEqual(layoutOf({ files: ['lib/', 'tests/', 'frontend/', 'backend/'] }), {
      source: 'lib',
      server: 'backend',
      web: 'frontend',
      test: 'tests',
    });
  });

  it('has a default for a new project', () => {
    assert.deepEqual(layoutOf(undefined), { source: 'src', server: 'src/server', web: 'src/web', test: 'test' });
  });
});

describe('isBare', () => {
  it('does not count licences, notes and dot files as a project', () => {
    assert.equal(isBare({ files: ['.git/', '.gitignore', 'LICENSE', 'README.md', 'docs/'] }), true);
    assert.equal(isBare({ files: ['README.md', 'main.go'] }), false);
    assert.equal(isBare(undefined), true);
  });
});

describe('surveyRepository', () => {
  it('reads the top folder and the scripts', async () => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, 'src'));
    writeFileSync(join(folder.path, 'package.json'), JSON.stringify({ scripts: { test: 'mocha' }, private: true }));
    assert.deepEqual(await surveyRepository(folder.path), {
      files: ['package.json', 'src/'],
      packageScripts: { test: 'mocha' },
    });
  });

  for (const [what, manifest] of [
    ['broken', '{'],
    ['strange', '{"scripts": [1]}'],
    ['without scripts', '{}'],
  ] as const) {
    it(`counts a manifest that is ${what} as none`, async () => {
      using folder = temporaryFolder();
      writeFileSync(join(folder.path, 'package.json'), manifest);
      assert.deepEqual(await surveyRepository(folder.path), { files: ['package.json'] });
    });
  }
});
