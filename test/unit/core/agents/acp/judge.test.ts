import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { readAskedAction } from '../../../../../src/core/agents/acp/asked-action.ts';
import { permissionSchema, toolCallSchema } from '../../../../../src/core/agents/acp/frames.ts';
import { chooseOption, judge } from '../../../../../src/core/agents/acp/judge.ts';
import type { House } from '../../../../../src/core/agents/acp/judge.ts';
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

/** What is answered to a command by its text alone, in a slot of the user's home. */
function checkCommand(command: string, expected: RegExp | undefined, house: Partial<House> = {}) {
  const root = house.root ?? '/root/.kiro/workspaces/app/slot-1';
  const action = { title: command, kind: 'execute', paths: [], commands: [command], cwd: root };
  const verdict = judge(action, { root, network: 'allow', ...house });
  if (expected === undefined) assert.deepEqual(verdict, { isAllowed: true }, command);
  else assert.match(verdict.isAllowed ? 'allowed' : verdict.why, expected, command);
}

describe('a command that names places', () => {
  const slot = '/root/.kiro/workspaces/app/slot-1';
  const inside: readonly string[] = [
    `rm -rf ${slot}/dist && cat "${slot}/a b.txt"`,
    'node_modules/.bin/tsc -p . 2>&1 | tee out.txt',
    '/usr/bin/env node x.js < /dev/null',
    'head -c 8 /dev/urandom; cat /proc/cpuinfo; ls /usr/include',
    '/opt/homebrew/bin/node x.js',
    'gcc -I/usr/include -L/usr/lib a.c -o a',
    'PATH=/usr/local/bin:$PATH npm test',
    'cp /usr/share/dict/words words.txt',
    "sed -n '/start/,/end/p' a.txt && awk '/x/{print $1}' a.txt",
    'grep -A 3 -v "/users" src/a.ts; rg -g "*.ts" /items src',
    'git grep /items && git commit -qm "/items: new route" && git log --grep=/items',
    'echo "/items/:id" >> routes.txt',
    "cat > src/a.ts <<'EOF'\nimport x from '../../../b';\napp.get('/home/:id', it's);\nEOF\ncat src/a.ts",
    'node -e "fetch(\'http://localhost:3000/items\')"',
    'curl -s http://localhost:3000/items -d /items',
    'echo $((6 / 2)) # not /etc/passwd',
    "awk -F/ '{print $2}' a.txt | awk -F / '{print $1}' | cut -d/ -f2 | tr / _",
    'if [[ "$x" =~ ^/items ]]; then echo yes; fi',
    'git commit -m "Read /etc/hosts" --message="and ../../x"',
    '(cd src/a && ls ../..) && ls',
    'for f in src/*; do wc -l "$f"; done',
    'mocha -g "/items" test/a.test.ts',
  ];
  for (const command of inside) it(`may run inside: ${command}`, () => checkCommand(command, undefined));

  const outside: readonly string[] = [
    'rm -rf /workspaces/app',
    'sed -i s/a/b/ /workspaces/app/README.md',
    'cd /workspaces/app && rm -rf src',
    'tee /opt/x',
    'ls /',
    'cat /data/secret.txt',
    '/work/bin/tool --help',
    'cp a.txt /workspace/a.txt',
    'rm -rf /usr/lib/node_modules',
    'cp a.txt /usr/local/bin/a',
    "sed -i 's/a/b/' /usr/lib/a.js",
    'echo x > /usr/local/x',
    'cat /usr/../workspaces/app/a',
    'cat /proc/self/root/etc/passwd',
    'grep secret /workspaces/app/.env',
    'grep -e secret /data/app/.env',
    'tar -C/data -xf a.tar',
    'make --directory=/data',
    'DATA=/data/app npm test',
    'cat < /data/app/.env',
    'echo "$(cat /data/app/.env)"',
    'echo `cat /data/app/.env`',
    'diff <(cat /data/a) b',
    'bash -c "rm -rf /data/app"',
    'bash -lc "cd src && rm -rf ../../other"',
    'sh <<EOF\nrm -rf /data/app\nEOF',
    "python3 - <<EOF\nopen('/workspaces/app/a', 'w')\nEOF",
    'node -e "fs.rmSync(\'/workspaces/app\')"',
    'echo /root/.kiro/workspaces/app/slot-2 | xargs rm -rf',
    'find . -exec cp {} /data/app ;',
    'for f in /data/app/*; do rm "$f"; done',
    'cat {/etc/passwd,a}',
    'cd && rm -rf x',
    'cd "$WHERE" && cat ../a.txt',
    '(cd src) && cat ../a.txt',
    'cat file:///workspaces/app/a',
    'type C:\\Users\\me\\a.txt',
    "echo 'not closed /workspaces/app/a",
  ];
  for (const command of outside) it(`is refused outside: ${command}`, () => checkCommand(command, /outside the slot/));

  const windows = String.raw`C:\Users\me\.kiro\workspaces\app\slot-1`;
  const onWindows: readonly [command: string, expected: RegExp | undefined][] = [
    [String.raw`type C:\Users\me\.kiro\workspaces\app\slot-1\a.txt`, undefined],
    [String.raw`type "c:\users\me\.kiro\workspaces\app\slot-1\a b.txt"`, undefined],
    ['cat /c/Users/me/.kiro/workspaces/app/slot-1/a.txt && ls /usr/bin', undefined],
    [String.raw`"C:\Program Files\nodejs\node.exe" x.js`, undefined],
    ['cmd /c dir /s /b', undefined],
    [String.raw`node src\a.js --out=dist`, undefined],
    [String.raw`del C:\Users\me\app\a.txt`, /outside the slot/],
    [String.raw`type "C:\Users\me\app\a b.txt"`, /outside the slot/],
    ['rm -rf C:/Users/me/app', /outside the slot/],
    [String.raw`node x.js --out=D:\app`, /outside the slot/],
    [String.raw`del "C:\Program Files\nodejs\node.exe"`, /outside the slot/],
    ['rm -rf /d/app', /outside the slot/],
    [String.raw`type ..\slot-2\a.txt`, /outside the slot/],
    [String.raw`type \\server\share\a.txt`, /outside the slot/],
    [String.raw`type %USERPROFILE%\a.txt`, /outside the slot/],
    [String.raw`cd /d D:\app && del a.txt`, /outside the slot/],
    [String.raw`"C:\Program Files\Git\cmd\git.exe" push`, /pushed or published/],
  ];
  for (const [command, expected] of onWindows) {
    it(`is ${expected === undefined ? 'given' : 'refused'} on Windows: ${command}`, () =>
      checkCommand(command, expected, { root: windows }));
  }
});

describe('a command that would make work public', () => {
  const publishing: readonly string[] = [
    'git --work-tree . push origin main',
    'git "push" origin',
    "git pu'sh' origin",
    'git -c "user.name=A B" push',
    'git subtree push --prefix dist origin pages',
    'git subtree --prefix dist push origin pages',
    'git lfs push origin main',
    '/usr/bin/git push',
    'GIT_SSH_COMMAND=x git push',
    'env -u X FOO=1 git push',
    'sudo -u me git push',
    'timeout -k 5 60 git push',
    'if true; then git push; fi',
    'true && (git push)',
    'echo "$(git push)"',
    'bash -lc "git push"',
    'bash -lc git push',
    'eval "git push"',
    'sh <<EOF\ngit push\nEOF',
    'echo git push | sh',
    'echo push | xargs git',
    'echo origin | xargs -n 1 git push',
    'find . -name x -exec git push ;',
    'X=push; git $X',
    'echo push | xargs -I{} git {} origin',
    'parallel git ::: push',
    'npm exec -- npm publish',
    'flock lock git push',
    'trap "git push" EXIT',
    'su me -c "git push"',
    'git-push origin',
    `${'sudo '.repeat(3000)}git push`,
    '$GIT push',
    "git -c alias.p='!git push' p",
    "git push 'not closed",
    'gh -R a/b pr create',
    'gh pr -R a/b create',
    'gh release upload v1 a.zip',
    'npm --access public publish',
    'npm --access=public publish',
    'npm --unknown value publish',
    'pnpm -r publish',
    'yarn npm publish',
    'cargo publish',
    'python -m twine upload dist/*',
    'npx vsce publish',
    'docker push a/b',
  ];
  for (const command of publishing) {
    it(`is refused: ${command.slice(0, 80)}`, () => checkCommand(command, /pushed or published/));
  }
  const harmless: readonly string[] = [
    'git log --grep push',
    'git stash push -m x',
    'git remote get-url --push origin',
    'git commit -m "push it"',
    'git commit -m "git push"',
    'git --no-pager log push',
    'git show "$COMMIT" -- push.ts',
    'echo push',
    'echo "git push"',
    'grep -rn "git push" src',
    'npm test',
    'npm run publish-docs',
    'npm --silent test',
    'cat push.txt | xargs git add',
    'cat <<EOF > notes.md\ngit push\nEOF',
    'node push.js publish',
    'gh pr list',
  ];
  for (const command of harmless)
    it(`is given where it only looks like it: ${command}`, () => checkCommand(command, undefined));
});

describe('a command that goes to the network', () => {
  const connecting: readonly string[] = [
    'npm i left-pad',
    'npm --prefix web ci',
    'npm --loglevel error install',
    'npm init foo',
    'npm exec create-foo',
    'yarn',
    'yarn --frozen-lockfile',
    'yarn --cwd web',
    'npx create-foo',
    'npx -y cowsay',
    'bun install',
    'bunx cowsay',
    'pnpm dlx create-foo',
    '/usr/bin/curl http://x',
    '"curl" http://x',
    "c'ur'l http://x",
    'curl.exe http://x',
    'git remote update',
    'git submodule update --init',
    'git -C src fetch',
    'python3 -m pip install x',
    'pip3.12 install x',
    'uv pip install x',
    'go mod download',
    'bundle',
    'sudo apt-get install -y x',
    'cat urls | xargs curl',
    'time wget x',
    'X=install; npm $X left-pad',
    'gh pr list',
  ];
  for (const command of connecting) {
    it(`is refused where that is not allowed: ${command}`, () => checkCommand(command, /network/, { network: 'deny' }));
    it(`is given where it is: ${command}`, () => checkCommand(command, undefined));
  }
  const local: readonly string[] = [
    'npm test',
    'npm run fetch',
    'npm init -y',
    'yarn test',
    'yarn --silent test',
    'yarn --version',
    'npx --no-install tsc',
    'npm ci --offline',
    'pnpm exec tsc',
    'bun run build && bun test',
    'git remote -v',
    'git submodule status',
    'git commit -m "fetch and pull"',
    'grep -rn curl src',
    'echo wget',
    'cat curl.txt',
    'python3 -m pytest',
    'go test ./...',
    'cargo test',
  ];
  for (const command of local) {
    it(`is given without it where it stays here: ${command}`, () =>
      checkCommand(command, undefined, { network: 'deny' }));
  }
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
