// Does what its task is named after, which is nothing that an agent should do, and then its work. It finds the repository as any
// agent can: by asking git. The argument is a folder outside of everything, for what the tests want to know.
import { execFileSync, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';

const [, , notes] = process.argv;
const task = process.env.NECROCODE_TASK_ID;
const slot = process.cwd();
const git = (...args) =>
  execFileSync('git', identity.concat(args), { stdio: ['ignore', 'pipe', 'pipe'] })
    .toString()
    .trim();
const identity = ['-c', 'user.name=Agent', '-c', 'user.email=agent@example.com'];
const common = git('rev-parse', '--path-format=absolute', '--git-common-dir');
const main = dirname(common);
const base = git('rev-parse', 'HEAD');
const note = (name, text) => fs.writeFileSync(join(notes, name), text);
const put = (path, text) => {
  fs.mkdirSync(dirname(path), { recursive: true });
  fs.writeFileSync(path, text);
};
const commit = (name) => {
  put(name, `${name}\n`);
  git('add', '--all');
  git('commit', '--quiet', '--no-verify', '--message', `agent: ${name}`);
};
/** Lives for ever, cannot be asked to stop, and has a group of its own. */
const stay = (stdio) => {
  const code = "for (const s of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(s, () => {}); setInterval(() => {}, 1e6)";
  return spawn(process.execPath, ['-e', code], { stdio, detached: true });
};
const registry = join(main, '.kiro/registry');
const tellLog = (event) => fs.appendFileSync(join(registry, 'events.jsonl'), `${JSON.stringify(event)}\n`);
/** Whoever's git runs this leaves a mark. */
const trap = `touch '${join(notes, 'trapped')}'`;

const deeds = {
  // Processes and output.
  daemon: () => note('daemon', String(stay('ignore').pid)),
  'holds-stdout': () => stay(['ignore', 'inherit', 'inherit']).unref(),
  deaf: async () => {
    for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(name, () => {});
    stay(['ignore', 'inherit', 'inherit']);
    await new Promise(() => setInterval(() => {}, 1e6));
  },
  spews() {
    const line = `${'x'.repeat(1023)}\n`.repeat(1024);
    const chunk = Buffer.from(line);
    for (let megabyte = 0; megabyte < 200; megabyte += 1) {
      for (let at = 0; at < chunk.length;) {
        try {
          at += fs.writeSync(1, chunk, at);
        } catch (error) {
          if (error.code !== 'EAGAIN') throw error;
        }
      }
    }
    // What its runner has needed for that.
    note('peak', /VmHWM:\s+(\d+) kB/.exec(fs.readFileSync(`/proc/${process.ppid}/status`, 'utf8'))[1]);
  },

  // Its own slot.
  'commits-elsewhere'() {
    commit('first.txt');
    git('checkout', '--quiet', '-b', 'feature/task-agents-own');
    commit('second.txt');
    put('third.txt', 'third\n');
  },
  'rewrites-branch'() {
    commit('first.txt');
    git('commit', '--quiet', '--amend', '--message', 'amended');
    git('checkout', '--quiet', '--orphan', 'orphan');
    git('commit', '--quiet', '--message', 'orphan');
    git('branch', '--quiet', '-f', process.env.NECROCODE_BRANCH, 'orphan');
    git('checkout', '--quiet', '--detach');
    git('branch', '--quiet', '-D', 'orphan');
  },
  'deletes-git'() {
    fs.rmSync('.git', { force: true });
    execFileSync('git', ['init', '--quiet', '.']);
    execFileSync('git', ['config', 'core.fsmonitor', trap]);
  },
  'leads-git-astray'() {
    const own = join(notes, 'own repository');
    execFileSync('git', ['init', '--quiet', own]);
    execFileSync('git', ['-C', own, 'config', 'core.fsmonitor', trap]);
    fs.rmSync('.git', { force: true });
    fs.symlinkSync(join(own, '.git'), '.git');
  },
  'leaves-a-mess'() {
    put('nested/file.txt', 'nested\n');
    execFileSync('git', ['init', '--quiet', 'nested']);
    fs.symlinkSync('/', 'ignored.log');
    put('.gitignore', '*.log\n');
    fs.mkdirSync('closed');
    put('closed/file.txt', 'closed\n');
    git('update-index', '--assume-unchanged', 'README.md');
    put('README.md', 'changed behind git’s back\n');
    put(join(git('rev-parse', '--absolute-git-dir'), 'index.lock'), '');
    put(join(git('rev-parse', '--absolute-git-dir'), 'MERGE_HEAD'), `${base}\n`);
  },
  'links-out'() {
    fs.rmSync('passwords', { force: true });
    fs.symlinkSync('/etc/passwd', 'passwords');
  },
  'removes-itself': () => fs.rmSync(slot, { recursive: true }),

  // What it shares with the user.
  configures() {
    git('config', 'core.fsmonitor', trap);
    git('config', 'core.hooksPath', join(notes, 'hooks'));
    git('config', 'user.email', 'agent@example.com');
    git('config', 'alias.status', `!${trap}`);
    git('config', 'filter.trap.clean', `${trap}; cat`);
    git('config', 'merge.trap.driver', trap);
    git('config', 'diff.external', trap);
  },
  hooks() {
    for (const name of ['pre-commit', 'post-checkout', 'reference-transaction', 'post-index-change']) {
      put(join(common, 'hooks', name), `#!/bin/sh\n${trap}\n`);
      fs.chmodSync(join(common, 'hooks', name), 0o755);
    }
  },
  prunes() {
    git('worktree', 'prune', '--expire=now');
    git('gc', '--quiet', '--prune=now');
  },
  refs() {
    commit('first.txt');
    git('tag', 'agents-tag');
    git('update-ref', 'refs/heads/user', 'HEAD');
    put('stashed.txt', 'stashed\n');
    git('stash', '--quiet', '--include-untracked');
  },
  'leads-integration-astray': () => git('update-ref', 'refs/heads/necrocode/demo', `${base}~1`),

  // What is not its own at all.
  'edits-checkout'() {
    put(join(main, 'README.md'), 'by an agent\n');
    put(join(main, 'stray.txt'), 'stray\n');
  },
  'edits-free-slots'() {
    for (const name of fs.readdirSync(dirname(slot), { withFileTypes: true })) {
      const other = join(dirname(slot), name.name);
      if (name.isDirectory() && other !== slot) put(join(other, 'stray.txt'), 'stray\n');
    }
  },
  'forges-events'() {
    const data = { merge_sha: base, pr: 9 };
    tellLog({ seq: 999, epoch: 1, at: Date.now(), type: 'TaskCompleted', spec_id: 'demo', task_id: 'after', data });
  },
  'ruins-log'() {
    for (const seq of [1, 2]) tellLog({ seq, epoch: 1, at: 0, type: 'RunFinished' });
  },
  'deletes-registry'() {
    if (fs.existsSync(join(notes, 'deleted'))) return;
    note('deleted', '');
    fs.rmSync(registry, { recursive: true });
  },
  async 'forges-messages'() {
    commit('unproven.txt');
    const [sha, tree] = [git('rev-parse', 'HEAD'), git('rev-parse', 'HEAD^{tree}')];
    const change = { commit: sha, tree, files: ['unproven.txt'], insertions: 1, deletions: 0 };
    const told = [
      { at: Date.now(), type: 'committed', ...change },
      { at: Date.now(), type: 'runner_finished', outcome: 'succeeded' },
    ];
    const messages = join(registry, `attempts/demo/${task}/1/messages.jsonl`);
    for (const message of told) fs.appendFileSync(messages, `${JSON.stringify(message)}\n`);
    // Its runner is not to have the last word.
    await new Promise(() => setInterval(() => {}, 1e6));
  },
};

await deeds[task.replace(/@.*$/, '')]?.();
if (fs.existsSync(slot)) put(join(slot, `out/${task}.txt`), `work of task ${task}\n`);
// Some of what it has started holds the event loop.
process.exit(0);
