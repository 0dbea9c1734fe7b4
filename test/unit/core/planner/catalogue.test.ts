// The catalogue is data that people extend: these rules hold for every feature in it, present and future.
import assert from 'node:assert/strict';
import { findTasksetProblems } from '../../../../src/core/model/plan.ts';
import { catalogue, findFeature, nameOfTask } from '../../../../src/core/planner/catalogue.ts';
import { closingFeature, coreFeature, foundationFeature } from '../../../../src/core/planner/features-base.ts';
import { languages, type Feature, type Words } from '../../../../src/core/planner/feature.ts';
import { planOffline } from '../../../../src/core/planner/planner.ts';
import { keywordsOf, recogniseFeatures } from '../../../../src/core/planner/recognise.ts';
import { specIdSchema } from '../../../../src/core/model/ids.ts';

const all: readonly Feature[] = [foundationFeature, coreFeature, ...catalogue, closingFeature];
const taskNames = new Set(all.flatMap((feature) => feature.tasks.map((task) => nameOfTask(feature, task))));
const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;

function sentencesOf({ story, criteria, tasks }: Feature): Words[] {
  return [story, ...criteria, ...tasks.map((task) => task.work)];
}

describe('the catalogue', () => {
  it('holds at least 25 features, each under one name that can stand in a spec name', () => {
    assert.ok(catalogue.length >= 25);
    assert.equal(new Set(all.map((feature) => feature.id)).size, all.length);
    for (const { id } of all) assert.ok(specIdSchema.safeParse(id).success, id);
  });

  it('gives every word to one feature only', () => {
    const words = catalogue.flatMap(keywordsOf);
    assert.deepEqual(words, [...new Set(words)]);
  });

  for (const feature of all) {
    describe(feature.id, () => {
      it('speaks both languages in full', () => {
        for (const words of [feature.title, ...feature.tasks.map((task) => task.title), ...sentencesOf(feature)]) {
          for (const language of languages) assert.notEqual(words[language].trim(), '');
          assert.doesNotMatch(words.en, japanese);
        }
        for (const words of sentencesOf(feature)) assert.match(words.ja, japanese);
      });

      it('states its criteria in EARS form', () => {
        for (const criterion of feature.criteria) {
          for (const language of languages) {
            assert.match(criterion[language], /^(?:(?:WHEN|WHILE|WHERE) .+ |IF .+ THEN )?THE .+ SHALL .+[.。]$/);
          }
        }
      });

      it('meets every criterion with a task, and refers to criteria, features and tasks that exist', () => {
        const met = new Set(feature.tasks.flatMap((task) => task.meets));
        assert.deepEqual(
          [...met].sort(),
          [...feature.criteria.keys()].map((index) => index + 1),
        );
        for (const id of feature.needs) assert.ok(findFeature(id), id);
        for (const name of feature.tasks.flatMap((task) => task.after))
          assert.ok(name === '*' || taskNames.has(name), name);
      });

      it('expects every task to change some files', () => {
        for (const task of feature.tasks) {
          if (['devops', 'docs', 'qa'].includes(task.skill)) assert.ok((task.files ?? []).length > 0, task.key);
        }
      });
    });
  }

  for (const feature of catalogue) {
    it(`recognises ${feature.id} by each of its words, and plans it alone`, () => {
      for (const word of keywordsOf(feature)) {
        const { named } = recogniseFeatures(`Please give us ${word}, today`);
        assert.ok(named.includes(feature), word);
      }
      for (const language of languages) {
        const { taskset } = planOffline(feature.keywords[language].split(/[,、]/)[0] ?? '', { language });
        assert.deepEqual(findTasksetProblems(taskset), []);
        assert.ok(taskset.tasks.some(({ title }) => title === feature.tasks[0]?.title[language]));
      }
    });
  }

  it('can be planned as a whole', () => {
    const { taskset } = planOffline(catalogue.map((feature) => keywordsOf(feature)[0]).join(', '));
    assert.deepEqual(findTasksetProblems(taskset), []);
    const expected = [foundationFeature, ...catalogue, closingFeature].flatMap((feature) => feature.tasks).length + 1;
    assert.equal(taskset.tasks.length, expected);
  });
});
