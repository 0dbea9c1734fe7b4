import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ChangeStatus, FileChange } from '../../../../src/core/base/git-verbs.ts';
import { createRedactor } from '../../../../src/core/base/redact.ts';
import { findingSchema } from '../../../../src/core/model/evidence.ts';
import { taskSchema } from '../../../../src/core/model/task.ts';
import { reviewChange, type Change } from '../../../../src/core/review/review.ts';

interface Wanted {
  /** Lines that the change adds, by file; a line that begins with `-` is one that it removes. */
  lines?: Record<string, string[]>;
  files?: (string | { file: string; status?: ChangeStatus; insertions?: number; isBinary?: boolean })[];
  declared?: string[];
  boundary?: string[];
  linesMax?: number;
  redactor?: Change['redactor'];
}

function change(wanted: Wanted): Change {
  const { lines = {}, files = [], declared = [], boundary = [], linesMax = 1000, redactor } = wanted;
  const listed = files.map((file) => (typeof file === 'string' ? { file } : file));
  const all = [...listed, ...Object.keys(lines).map((file) => ({ file }))];
  return {
    files: all.map((file): FileChange => ({
      status: 'modified',
      insertions: 1,
      deletions: 0,
      isBinary: false,
      ...file,
    })),
    patch: Object.entries(lines)
      .map(([file, body]) => patchOf(file, body))
      .join(''),
    task: taskSchema.parse({ id: '1', title: 'x', files: declared, metadata: { boundary } }),
    linesMax,
    ...(redactor === undefined ? {} : { redactor }),
  };
}

function patchOf(file: string, lines: string[]): string {
  const removed = lines.filter((line) => line.startsWith('-'));
  const added = lines.filter((line) => !line.startsWith('-')).map((line) => `+${line}`);
  const header = [`diff --git a/${file} b/${file}`, `--- a/${file}`, `+++ b/${file}`];
  const hunk = `@@ -1,${removed.length} +1,${added.length} @@`;
  return [...header, hunk, ...removed, ...added, ''].join('\n');
}

/** Findings as `kind file:line`, in order. */
function found(wanted: Wanted): string[] {
  return reviewChange(change(wanted)).map(({ kind, file = '', line }) =>
    [kind, line === undefined ? file : `${file}:${line}`].join(' ').trim(),
  );
}

describe('reviewChange', () => {
  const check = (title: string, wanted: Wanted, expected: string[]) =>
    it(title, () => assert.deepEqual(found(wanted), expected));

  check('has nothing to say of code with its test', { files: ['src/a.ts', 'test/a.test.ts'] }, []);

  describe('the boundary', () => {
    const files = ['src/auth/login.ts', 'test/auth/login.test.ts', 'README.md'];
    check(
      'is kept by globs, folders and the tests of what was declared',
      { files, declared: ['src/auth', '*.md'] },
      [],
    );
    check('is left by whatever matches nothing', { files, declared: ['src/auth/**'] }, ['outside_boundary README.md']);
    check('is left by a name that only begins alike', { files: ['src/authority.txt'], declared: ['src/auth'] }, [
      'outside_boundary src/authority.txt',
    ]);
    check('takes in dot files', { files: ['config/.env.sample'], declared: ['./config/'] }, []);
    check('is not drawn by the names of components', { files: ['docs/a.md'], boundary: ['LoginForm', 'the API'] }, []);
    check('is drawn by paths among them', { files: ['docs/a.md'], boundary: ['LoginForm', 'src/ui/'] }, [
      'outside_boundary docs/a.md',
    ]);
    check('does not exist when nothing was declared', { files: ['anything.txt'] }, []);
  });

  describe('tests', () => {
    check('are missed beside code', { files: ['src/a.ts', 'docs/a.md'] }, ['no_tests_touched']);
    check('are not missed beside documents', { files: ['docs/a.md', 'src/a.json'] }, []);
    check('are not missed when code only goes away', { files: [{ file: 'src/a.ts', status: 'deleted' }] }, []);
    check('are told when they are deleted', { files: [{ file: 'test/a.test.ts', status: 'deleted' }] }, [
      'test_deleted test/a.test.ts',
    ]);
    check('are counted', { lines: { 'test/a.test.ts': ["-  it('a', f);", "-  it('b', f);", "  it('c', f);"] } }, [
      'test_deleted test/a.test.ts',
    ]);
    check('may be renamed', { lines: { 'test_x.py': ['-def test_a():', 'def test_b():'] } }, []);
    check('are told when they are switched off', { lines: { 'a.spec.ts': ['const x = 1;', '  it.skip("a", f);'] } }, [
      'test_deleted a.spec.ts:2',
    ]);
  });

  describe('content', () => {
    const token = `ghp_${'a1B2'.repeat(9)}`;
    // Indented, because a leading dash means a removed line here.
    const key = ['  -----BEGIN RSA PRIVATE KEY-----', 'MIIEowIBAAKC', '  -----END RSA PRIVATE KEY-----'];
    const own = createRedactor({ secrets: ['my-own-password'] });
    check('is stopped by the form of a token', { lines: { 'a.md': ['x', `t = "${token}"`] } }, ['secret a.md:2']);
    check('is stopped by a private key', { lines: { 'k.txt': ['x', ...key] } }, ['secret k.txt:2']);
    check(
      'is stopped by a secret of this machine, also encoded',
      { lines: { 'a.md': ['my-own-password', Buffer.from('my-own-password').toString('base64')] }, redactor: own },
      ['secret a.md:1', 'secret a.md:2'],
    );
    check('is stopped by a secret in UTF-16', { lines: { 'a.txt': [[...token].join('\0')] } }, ['secret a.txt:1']);
    check('is not stopped by a secret that goes away', { lines: { 'a.md': [`-${token}`] } }, []);
    check('is stopped by the markers of a conflict', { lines: { 'a.md': ['<<<<<<< HEAD', '=======', '>>>>>>> b'] } }, [
      'conflict_marker a.md:1',
      'conflict_marker a.md:3',
    ]);
    check('is not stopped by an underlined heading or a quotation', { lines: { 'a.md': ['=======', '>>> x'] } }, []);

    it('is never repeated in a finding', () => {
      const text = JSON.stringify(reviewChange(change({ lines: { 'a.md': [token, ...key] } })));
      assert.doesNotMatch(text, /a1B2|MIIE/);
      assert.ok(reviewChange(change({ lines: { 'a.md': [token] } })).every(({ severity }) => severity === 'blocking'));
    });
  });

  describe('files that steer others', () => {
    const protectedFiles = [
      '.gitattributes',
      '.kiro/steering/x.md',
      '.vscode/tasks.json',
      'a/.npmrc',
      '.husky/pre-commit',
    ];
    check(
      'are told',
      { files: protectedFiles },
      protectedFiles.toSorted().map((file) => `protected_path ${file}`),
    );
    const workflows = ['.github/workflows/ci.yml', '.gitlab-ci.yml', 'Jenkinsfile'];
    check(
      'are told when they are workflows',
      { files: workflows },
      workflows.map((file) => `workflow_changed ${file}`),
    );
    check('are not those that only sound alike', { files: ['docs/github/workflows/a.md', 'src/git.md'] }, []);
    check(
      'are told when they are scripts of a package',
      { lines: { 'package.json': ['  "postinstall": "./x.sh",', '  "lint": "eslint .",', '  "left-pad": "^1.0.0"'] } },
      ['protected_path package.json:1', 'protected_path package.json:2'],
    );
    check(
      'are not scripts that only got a comma',
      { lines: { 'package.json': ['-  "lint": "eslint ."', '  "lint": "eslint .",'] } },
      [],
    );
  });

  describe('a lock file', () => {
    check('alone is told', { files: ['package-lock.json'] }, ['lockfile_changed package-lock.json']);
    check('with its manifest is not', { files: ['package-lock.json', 'apps/web/package.json'] }, []);
    check(
      'does not make a change large',
      {
        files: ['package.json', { file: 'package-lock.json', insertions: 90_000 }],
        linesMax: 10,
      },
      [],
    );
  });

  check('says when a change is large', { files: [{ file: 'a.md', insertions: 11 }], linesMax: 10 }, ['too_large']);

  it('puts what stops the change first', () => {
    const wanted = { files: ['.vscode/a', 'src/a.ts'], lines: { 'z.md': ['<<<<<<< HEAD'] } };
    assert.deepEqual(found(wanted), ['conflict_marker z.md:1', 'no_tests_touched', 'protected_path .vscode/a']);
  });

  it('gives at most 200 findings that the registry takes, whatever comes in', () => {
    const many = Array.from({ length: 500 }, (_, n) => `.vscode/${n}\u001b[2J`);
    assert.equal(reviewChange(change({ files: many })).length, 200);
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), fc.string({ unit: 'binary' }), (names, patch) => {
        const files = names.map((file) => ({
          file,
          status: 'added' as const,
          insertions: 1,
          deletions: 1,
          isBinary: false,
        }));
        for (const finding of reviewChange({ ...change({ declared: ['src/**'] }), files, patch })) {
          findingSchema.parse(finding);
        }
      }),
    );
  });
});
