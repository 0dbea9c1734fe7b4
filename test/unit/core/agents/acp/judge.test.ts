import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { readAskedAction } from '../../../../../src/core/agents/acp/asked-action.ts';
import { permissionSchema, toolCallSchema } from '../../../../../src/core/agents/acp/frames.ts';
import { chooseOption, judge } from '../../../../../src/core/agents/acp/judge.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

type Call = Record<string, unknown>;

/** The reason of a no; undefined is a yes. `OUT` stands for the folder above the slot. */
async function check(call: Call, expected: RegExp | undefined, network: 'allow' | 'deny' = 'allow') {
  using folder = temporaryFolder();
  const root = join(folder.path, 'slot');
  mkdirSync(join(root, 'src'), { recursive: true });
  symlinkSync(folder.path, join(root, 'way-out'));
  const text = JSON.stringify({ toolCallId: '1', ...call }).replaceAll('OUT', folder.path);
  const verdict = judge(await readAskedAction(toolCallSchema.parse(JSON.parse(text)), root), { root, network });
  if (expected === undefined) assert.deepEqual(verdict, { isAllowed: true }, text);
  else assert.match(verdict.isAllowed ? 'allowed' : verdict.why, expected, text);
}

const shell = (command: string): Call => ({ kind: 'execute', rawInput: { command } });

describe('a permission that an agent asks for', () => {
  const yes: readonly Call[] = [
    { kind: 'edit', rawInput: { path: 'src/a.txt' } },
    { kind: 'edit', locations: [{ path: 'src/new/deep.txt', line: 3 }] },
    { kind: 'think' },
    { kind: 'fetch', rawInput: { url: 'https://example.org' } },
    shell('npm test && echo done > out.txt 2>/dev/null'),
    shell('grep -rn "/users/:id" src | head'),
    shell('/usr/bin/env node scripts/build.js --out ./dist'),
    shell('git commit -am "push it" ; git status'),
    shell('cd src && cat ../readme.md'),
    { kind: 'execute', rawInput: { command: ['ls', '-l'], cwd: 'src' } },
    { kind: 'execute', title: 'npm test\nnpm run build', locations: [] },
  ];
  for (const call of yes) it(`is given: ${JSON.stringify(call)}`, () => check(call, undefined));

  const no: readonly [call: Call, why: RegExp][] = [
    [{ kind: 'edit', rawInput: { path: '/etc/passwd' } }, /outside the slot/],
    [{ kind: 'read', rawInput: { file_path: '~/.ssh/id_rsa' } }, /outside the slot/],
    [{ kind: 'edit', rawInput: { path: '../other/a.txt' } }, /outside the slot/],
    [{ kind: 'edit', locations: [{ path: 'way-out/a.txt' }] }, /outside the slot/],
    [{ kind: 'edit', content: [{ type: 'diff', path: 'OUT/a.txt', newText: '' }] }, /outside the slot/],
    [{ kind: 'edit', rawInput: { path: 'file:///etc/hosts' } }, /outside the slot/],
    [{ kind: 'edit', rawInput: { path: '.git/hooks/pre-commit' } }, /belongs to git/],
    [{ _meta: { kiro: { consent: { capability: 'fs_write', resource: '/etc/hosts' } } } }, /outside the slot/],
    [{ _meta: { kiro: { consent: { capability: 'shell', resource: 'git push' } } } }, /pushed or published/],
    [{ kind: 'execute', rawInput: { command: 'ls', cwd: '..' } }, /outside the slot/],
    [shell('git push'), /pushed or published/],
    [shell('cd src; git -C . -c http.proxy=x push --force origin HEAD'), /pushed or published/],
    [shell('gh pr create --fill'), /pushed or published/],
    [shell('npm publish'), /pushed or published/],
    [shell('echo x > /opt/x'), /\/opt\/x is outside/],
    [shell('cat ~/.netrc'), /outside the slot/],
    [shell('cp a.txt "$HOME/a.txt"'), /outside the slot/],
    [shell('rm -rf ../../other'), /outside the slot/],
    [shell('cat /etc/shadow'), /outside the slot/],
    [shell('touch OUT/a.txt'), /outside the slot/],
    // Gemini tells a command in the title alone.
    [{ kind: 'execute', title: 'ls\necho x > OUT/a.txt', locations: [] }, /outside the slot/],
    [{ kind: 'execute', title: 'git push origin HEAD' }, /pushed or published/],
  ];
  for (const [call, why] of no) it(`is refused: ${JSON.stringify(call)}`, () => check(call, why));

  const withoutNetwork: readonly Call[] = [
    { kind: 'fetch', title: 'Fetch' },
    { kind: 'other', rawInput: { url: 'https://example.org' } },
    shell('curl -s example.org'),
    shell('npm install left-pad'),
    shell('git fetch origin'),
  ];
  for (const call of withoutNetwork) {
    it(`is refused where the network is not allowed: ${JSON.stringify(call)}`, () => check(call, /network/, 'deny'));
  }
  it('is given for work without the network where that is not allowed', () =>
    check(shell('npm test'), undefined, 'deny'));
});

describe('the answer to a permission request', () => {
  const options = (...kinds: unknown[]) =>
    permissionSchema.parse({
      toolCall: { toolCallId: '1' },
      options: kinds.map((kind, at) => ({ optionId: String(at), kind })),
    });
  const cases: readonly [what: string, kinds: unknown[], isAllowed: boolean, expected: string][] = [
    ['prefers once to always', ['allow_always', 'allow_once', 'reject_once'], true, '1'],
    ['takes always where there is no once', ['reject_once', 'allow_always'], true, '1'],
    ['refuses by kind', ['allow_once', 'reject_always', 'reject_once'], false, '2'],
    ['passes over kinds that nobody knows', ['maybe', 7, null, 'reject_always'], false, '3'],
    ['is to cancel where nothing fits', ['allow_once'], false, 'cancelled'],
    ['is to cancel where there are no options', [], true, 'cancelled'],
  ];
  for (const [what, kinds, isAllowed, expected] of cases) {
    it(what, () => {
      const outcome = chooseOption(options(...kinds), isAllowed ? { isAllowed } : { isAllowed, why: '' });
      assert.equal(outcome.outcome === 'selected' ? outcome.optionId : outcome.outcome, expected);
    });
  }
});
