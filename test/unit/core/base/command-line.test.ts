import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseCommandLine } from '../../../../src/core/base/command-line.ts';
import { UserError } from '../../../../src/core/base/errors.ts';

describe('a command line', () => {
  const check = (line: string, ...expected: string[][]) => {
    assert.deepEqual(
      parseCommandLine(line).map(({ argv }) => argv),
      expected,
    );
  };

  for (const [line, ...expected] of [
    ['npm test', ['npm', 'test']],
    ['  npm \t test  ', ['npm', 'test']],
    [`npm test -- --grep "a b"`, ['npm', 'test', '--', '--grep', 'a b']],
    [`a 'b "c" $d' e`, ['a', 'b "c" $d', 'e']],
    [`a "b 'c' \\" \\\\ \\n"`, ['a', `b 'c' " \\ \\n`]],
    [`a b\\ c \\"d`, ['a', 'b c', '"d']],
    [`a ''`, ['a', '']],
    [`a x"y z"'w'`, ['a', 'xy zw']],
    [`a "end$" 50$ '&&' "a|b;c>d"`, ['a', 'end$', '50$', '&&', 'a|b;c>d']],
    ['eslint src/**/*.ts', ['eslint', 'src/**/*.ts']],
    ['日本 "テスト 一"', ['日本', 'テスト 一']],
    ['npm run a && npm test', ['npm', 'run', 'a'], ['npm', 'test']],
    ['a&&b && c', ['a'], ['b'], ['c']],
  ] as [string, ...string[][]][]) {
    it(`is split as a shell would: ${line}`, () => check(line, ...expected));
  }

  it('sets the variables in front of a program for that program alone', () => {
    assert.deepEqual(parseCommandLine(`CI=1 NAME="a b" npm test X=2 && npm run lint`), [
      { env: { CI: '1', NAME: 'a b' }, argv: ['npm', 'test', 'X=2'] },
      { env: {}, argv: ['npm', 'run', 'lint'] },
    ]);
  });

  it('takes a quoted assignment for a program, as a shell does', () => {
    assert.deepEqual(parseCommandLine(`"CI=1" x`), [{ env: {}, argv: ['CI=1', 'x'] }]);
  });

  for (const [line, named] of [
    ['a | b', '`|`'],
    ['a || b', '`||`'],
    ['a; b', '`;`'],
    ['a > out', '`>`'],
    ['a >> out', '`>>`'],
    ['a 2>&1', '`>`'],
    ['a < in', '`<`'],
    ['a &', '`&`'],
    ['echo $(id)', '`$(`'],
    ['echo "$(id)"', '`$(`'],
    ['echo `id`', '```'],
    ['echo "`id`"', '```'],
    ['echo $HOME', '`$H`'],
    ['echo "${HOME}"', '`${`'],
    ['(cd a)', '`(`'],
    ['a\nb', 'a line break'],
    ['ls ~/x', '`~`'],
    ['a # b', '`#`'],
  ] as const) {
    it(`is refused with the operator named: ${JSON.stringify(line)}`, () => {
      assert.throws(
        () => parseCommandLine(line),
        (error) => error instanceof UserError && error.message.includes(named) && error.hint !== undefined,
      );
    });
  }

  for (const line of [
    '',
    '  ',
    '&& a',
    'a &&',
    'a && && b',
    'CI=1',
    `''`,
    `a "b`,
    `a 'b`,
    'a \\',
    'a\0b',
    'a'.repeat(9000),
  ]) {
    it(`is refused when it is incomplete or oversized: ${JSON.stringify(line.slice(0, 20))}`, () => {
      assert.throws(() => parseCommandLine(line), UserError);
    });
  }

  it('gives back any words that were quoted for it', () => {
    const quote = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;
    const words = fc.array(
      fc.string({ unit: 'binary' }).filter((word) => !word.includes('\0')),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(words, (argv) => {
        const program = `p${argv[0]!.replace(/=/g, '')}`;
        check([program, ...argv.slice(1)].map(quote).join(' '), [program, ...argv.slice(1)]);
      }),
      { numRuns: 300 },
    );
  });
});
