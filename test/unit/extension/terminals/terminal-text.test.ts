import assert from 'node:assert/strict';
import { closingLine, openingLine, terminalLines } from '../../../../src/extension/terminals/terminal-text.ts';
import { failure, node, story } from '../../../support/builders.ts';
import { english } from '../../../support/l10n.ts';

describe('what a terminal that shows an attempt says itself', () => {
  it('is who is at work on what', () => {
    const line = openingLine({ title: '1.2 Log in', attempt: 2, agent: 'kiro_spirit_1', l10n: english });
    assert.equal(line, '\u001b[1m1.2 Log in\u001b[22m  \u001b[2mAttempt 2 · kiro_spirit_1\u001b[22m\r\n\r\n');
  });

  it('is how it ended', () => {
    const told = story([node('1'), node('2')])
      .ready('1', '2')
      .start('1')
      .succeed('1')
      .start('2')
      .fail('2', failure('quota'));
    assert.match(closingLine(told.task('1').attempts[0], english), /The attempt has succeeded\./);
    assert.match(closingLine(told.task('2').attempts[0], english), /ended: the agent has used up its quota\./);
    assert.match(closingLine(undefined, english), /The attempt has ended\./);
  });

  it('has the line ends of a terminal', () => assert.equal(terminalLines('a\nb\n'), 'a\r\nb\r\n'));
});
