import assert from 'node:assert/strict';
import { Cancelled, CommandError, UserError } from '../../../src/core/base/errors.ts';
import { describeError, labelOfWay, type WayOut } from '../../../src/extension/ways-out.ts';
import { english, japanese } from '../../support/l10n.ts';

const inEnglish = { l10n: english, language: 'en' } as const;
const inJapanese = () => ({ l10n: japanese(), language: 'ja' }) as const;

describe('what a person is shown of an error', () => {
  const check = (name: string, error: unknown, expected: { text: string; ways: WayOut[] } | undefined) =>
    it(name, () => assert.deepEqual(describeError(error, 'It could not be done.', inEnglish), expected));

  check('is nothing when it was called off', new Cancelled('by the person'), undefined);
  check('is nothing when the editor has called it off', Object.assign(new Error('x'), { name: 'Canceled' }), undefined);
  check('is the sentence and its hint', new UserError('There is no plan.', { hint: 'Make one.' }), {
    text: 'There is no plan. Make one.',
    ways: [],
  });
  check(
    'leads to the settings',
    new UserError('workers must be 64 at most.', { hint: 'Change it in `.kiro/necrocode.yaml`.' }),
    { text: 'workers must be 64 at most. Change it in `.kiro/necrocode.yaml`.', ways: ['settings'] },
  );
  check(
    'leads to the doctor by a click, and names no command of a terminal for it',
    new UserError('The registry is damaged.', { hint: 'Run `necrocode doctor --fix`: it keeps what it takes out.' }),
    { text: 'The registry is damaged. NecroCode: Doctor can mend it.', ways: ['doctor'] },
  );
  check('leads to `git init`', new UserError('/tmp is no git repository.', { hint: 'Run `git init` there.' }), {
    text: '/tmp is no git repository. Run `git init` there.',
    ways: ['init_repository'],
  });
  check(
    'leads to the log of a controller that does not come',
    new UserError('The controller did not start.', { hint: 'See `.kiro/registry/controller.log`.' }),
    {
      text: 'The controller did not start. See `.kiro/registry/controller.log`.',
      ways: ['show_controller_log'],
    },
  );
  check('is what was tried, and no stack, when it is our own mistake', new TypeError('x is undefined\n    at y.ts:1'), {
    text: 'It could not be done. x is undefined',
    ways: ['show_output'],
  });

  it('names the program that has failed', () => {
    const details = { program: 'git', args: ['merge'], cwd: '/', exitCode: 1, signal: undefined, isTimedOut: false };
    const shown = describeError(new CommandError({ ...details, lastOutput: 'refusing' }), 'No merge.', inEnglish);
    assert.equal(shown?.text, 'No merge. `git merge` ended with status 1: refusing');
  });

  it('lets no text act, and has an end', () => {
    const text = describeError(new UserError(`$(x) [a](command:b)${'y'.repeat(2000)}`), '', inEnglish)?.text ?? '';
    assert.match(text, /^\$ \(x\) \[a\] \(command:b\)/);
    assert.ok(text.length < 700);
  });

  it('is Japanese where the words are known in it, and leads to the same places', () => {
    const ja = { message: 'レジストリが壊れています。', hint: '`necrocode doctor --fix` を実行してください。' };
    const error = new UserError('The registry is damaged.', { hint: 'Run `necrocode doctor --fix`.', ja });
    assert.deepEqual(describeError(error, '', inJapanese()), {
      text: 'レジストリが壊れています。 「NecroCode: 診断」で修復できます。',
      ways: ['doctor'],
    });
    assert.equal(labelOfWay('doctor', japanese()), '診断');
    const other = new UserError('No.', { hint: 'Yes.', ja: { message: 'いいえ。' } });
    assert.equal(describeError(other, '', inJapanese())?.text, 'いいえ。 Yes.');
  });
});
