import assert from 'node:assert/strict';
import { UserError } from '../../../../src/core/base/errors.ts';
import { isTaken } from '../../../../src/core/agents/playbook.ts';
import { parsePlaybook } from '../../../../src/core/agents/playbook-file.ts';

function checkRefused(text: string, ...expected: RegExp[]) {
  assert.throws(
    () => parsePlaybook(text, '.kiro/playbooks/ui.yaml'),
    (error: unknown) => {
      assert.ok(error instanceof UserError);
      for (const pattern of expected) assert.match(error.message, pattern);
      return true;
    },
  );
}

describe('a playbook', () => {
  it('is a list of steps, each taken in the turns that are usual for its kind', () => {
    const text = [
      'name: ui',
      'skill: frontend',
      'steps:',
      '  - copy: {from: template, to: src}',
      '  - run: npm ci',
      '  - agent: true',
      '  - run: npm run resolve',
      '    when: conflict',
      '    env: {MODE: fast}',
      '  - format: true',
      '  - verify: [npm test]',
    ].join('\n');
    assert.deepEqual(parsePlaybook(text, 'ui.yaml'), {
      name: 'ui',
      skill: 'frontend',
      steps: [
        { kind: 'copy', copy: { from: 'template', to: 'src' }, when: 'first' },
        { kind: 'run', run: 'npm ci', when: 'first' },
        { kind: 'agent', agent: true, when: 'always' },
        { kind: 'run', run: 'npm run resolve', when: 'conflict', env: { MODE: 'fast' } },
        { kind: 'format', format: true, when: 'always' },
        { kind: 'verify', verify: ['npm test'], when: 'always' },
      ],
    });
  });

  it('is named by its file when it does not say its name', () => {
    assert.equal(parsePlaybook('steps: [{agent: true}]', '/a/b/docs.yml').name, 'docs');
  });

  const refused: [what: string, text: string, ...expected: RegExp[]][] = [
    [
      'with an unknown step',
      'steps:\n  - agent: true\n  - rum: x\n',
      /Expected a step to have one of .*`run`.*"rum":"x".*ui\.yaml:3/,
    ],
    ['with two steps in one', 'steps:\n  - {agent: true, run: x}\n', /one of/, /ui\.yaml:2/],
    ['with a word that no turn has', 'steps:\n  - run: x\n    when: never\n', /`steps\.0\.when`.*ui\.yaml:3/],
    ['with a step that lacks something', 'steps:\n  - copy:\n      from: a\n', /`steps\.0\.copy\.to`.*ui\.yaml:3/],
    ['with a misspelt field', 'steps:\n  - run: x\n    wen: fix\n', /wen/, /ui\.yaml:2/],
    ['without steps', 'name: ui\nsteps: []\n', /`steps`.*ui\.yaml:2/],
    ['that is no YAML', 'steps: [', /ui\.yaml:1/],
    ['with several mistakes, all of which it tells', 'steps:\n  - rum: x\n  - run: 3\n', /ui\.yaml:2/, /ui\.yaml:3/],
  ];
  for (const [what, text, ...expected] of refused)
    it(`${what} is refused with the place`, () => checkRefused(text, ...expected));

  it('takes a step in its own turns only', () => {
    const taken = (['first', 'fix', 'conflict', 'always'] as const).map((when) => [
      when,
      ...(['first', 'fix', 'conflict'] as const).filter((reason) => isTaken(when, reason)),
    ]);
    assert.deepEqual(taken, [
      ['first', 'first'],
      ['fix', 'fix'],
      ['conflict', 'conflict'],
      ['always', 'first', 'fix', 'conflict'],
    ]);
  });
});
