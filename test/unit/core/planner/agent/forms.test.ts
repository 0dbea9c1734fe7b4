import assert from 'node:assert/strict';
import { formOf } from '../../../../../src/core/planner/agent/forms.ts';
import {
  judgeDesign,
  judgeRequirements,
  judgeTasks,
  type Verdict,
} from '../../../../../src/core/planner/agent/rules.ts';
import { readCriteria } from '../../../../../src/core/planner/model/criteria.ts';
import { goodSpec } from '../../../../support/planned-spec.ts';
import { readBack } from './scripted-slot.ts';

const sound: Verdict = { broken: [], strange: [] };

describe('the forms that an agent is shown', () => {
  for (const language of ['en', 'ja'] as const) {
    it(`pass the rules as they stand (${language})`, () => {
      const options = { language, firstGroup: 3 };
      const [requirements, design] = [formOf.requirements(options), formOf.design(options)];
      const known = readCriteria(requirements);
      assert.deepEqual(judgeRequirements(known), sound);
      assert.deepEqual(judgeDesign(design, known), sound);
      const texts = { 'requirements.md': requirements, 'design.md': design, 'tasks.md': formOf.tasks(options) };
      const read = readBack(texts, 'notes');
      assert.deepEqual(judgeTasks(read, { known, finished: [] }), sound);
      assert.deepEqual(
        read.taskset.tasks.map(({ id, kind, dependencies }) => [id, kind, dependencies]),
        [
          ['3.1', 'work', []],
          ['3.2', 'work', ['3.1']],
          ['4.1', 'work', ['3.1']],
          ['5', 'checkpoint', ['3.2', '4.1']],
        ],
      );
    });
  }
});

describe('the rules over an agent’s documents', () => {
  const known = readCriteria(goodSpec.requirements);

  it('read a criterion over several lines', () => {
    assert.equal(known.textOf.get('2.1'), 'WHEN a word is given THE service SHALL list the notes that hold it.');
    assert.deepEqual(judgeRequirements(known), sound);
  });

  it('want every criterion to be an EARS sentence, and name the one that is none', () => {
    const text = goodSpec.requirements.replace('SHALL refuse it', 'might refuse it');
    const { broken } = judgeRequirements(readCriteria(text));
    assert.deepEqual(broken, [
      'Expected criterion 1.2 to be an EARS sentence with SHALL, got "IF a note is empty THEN THE service might refuse it.".',
    ]);
  });

  it('want a requirement to have criteria', () => {
    const { broken } = judgeRequirements(readCriteria('### Requirement 1: A\n\nSome words.\n'));
    assert.deepEqual(broken, ['Expected 1 to 30 numbered acceptance criteria of requirement 1, got 0.']);
  });

  it('want a design in sections, whose references lead somewhere', () => {
    assert.deepEqual(judgeDesign(goodSpec.design, known), sound);
    const { broken } = judgeDesign('# Design\n\nValidates: Requirements 1.1, 4.2\n', known);
    assert.match(broken.join('\n'), /sections of the form[^]*requirement "4\.2"/);
  });
});
