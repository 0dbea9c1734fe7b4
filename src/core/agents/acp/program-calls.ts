// Which programs a step of a script really calls, behind assignments, words of control, and programs that only call others, such
// as `env`, `sudo` or `xargs`. What is written for a shell comes back as text, to be read in its turn. Pure.
import type { Step, Word } from './shell-words.ts';

export interface Call {
  /** In small letters, without folder and ending. */
  name: string;
  args: readonly Word[];
}

export interface Calls {
  calls: readonly Call[];
  /** Command lines that a shell is given. */
  scripts: readonly string[];
  /** Something runs, and the command does not say what. */
  isUnclear: boolean;
}

/** Programs that call the program behind their options; those of the options that take a value. */
const wrappers: Readonly<Record<string, readonly string[]>> = {
  env: ['-u', '--unset', '-C', '--chdir'],
  sudo: ['-u', '-g', '-h', '-p', '-C', '-D'],
  doas: ['-u'],
  nice: ['-n'],
  ionice: ['-c', '-n'],
  nohup: [],
  setsid: [],
  time: ['-f', '-o'],
  timeout: ['-s', '-k', '--signal', '--kill-after'],
  stdbuf: ['-i', '-o', '-e'],
  watch: ['-n', '-d'],
  xargs: ['-n', '-P', '-I', '-L', '-d', '-s', '-a', '-E'],
  exec: ['-a'],
  command: [],
  builtin: [],
  npx: ['-p', '--package', '-w', '--workspace'],
  pnpx: [],
  bunx: [],
  parallel: ['-j', '-I'],
  flock: ['-w', '-E'],
  busybox: [],
  coproc: [],
  unbuffer: [],
  strace: ['-o', '-e'],
  'xvfb-run': [],
  'ssh-agent': [],
  'cross-env': [],
};

const control = new Set(['if', 'then', 'elif', 'else', 'while', 'until', 'do', '!', '{', '}']);
const shells = /^(?:ba|da|z|k|fi)?sh$|^(?:cmd|powershell|pwsh|su|script)$/;
const packageRunners = /^(?:npm|pnpm|yarn|bun)$/;
const wrappedMax = 20;
const shellScript = /^-[a-z]*c$|^\/[ck]$|^-command$/i;

export function callsOf({ words, documents }: Pick<Step, 'words' | 'documents'>, depth = 0): Calls {
  const first = words.findIndex(({ text }) => !control.has(text) && !/^\w+\+?=/.test(text));
  const [program, ...args] = first === -1 ? [] : words.slice(first);
  if (program === undefined) return { calls: [], scripts: [], isUnclear: false };
  const name = nameOf(program);
  const self: Calls = { calls: [{ name, args }], scripts: [], isUnclear: program.isUnknown || depth > wrappedMax };
  if (depth > wrappedMax) return self;
  if (name === 'trap') return { ...self, scripts: [textOf(args.slice(0, 1))] };
  if (name === 'eval') return { ...self, scripts: [textOf(args)] };
  if (shells.test(name)) {
    const at = args.findIndex(({ text }) => shellScript.test(text));
    if (at !== -1) return { ...self, scripts: [textOf(args.slice(at + 1))] };
    const isFed = args.every(({ text }) => /^[-+]/.test(text));
    return { ...self, scripts: isFed ? documents : [], isUnclear: isFed && documents.length === 0 };
  }
  const called = calledBy(name, args);
  if (called.length === 0) return self;
  const inner = callsOf({ words: called, documents }, depth + 1);
  return { ...inner, calls: [...self.calls, ...inner.calls] };
}

function calledBy(name: string, args: readonly Word[]): Word[] {
  if (name === 'python' || name === 'py') {
    const at = args.findIndex(({ text }) => text === '-m');
    return at === -1 ? [] : args.slice(at + 1);
  }
  if (name === 'find' || name === 'fd') {
    const at = args.findIndex(({ text }) => /^(?:-exec|-execdir|-ok|-okdir|-x|--exec)$/.test(text));
    return at === -1 ? [] : args.slice(at + 1);
  }
  if (packageRunners.test(name)) {
    const at = args.findIndex(({ text }) => !text.startsWith('-'));
    return /^(?:exec|x|dlx)$/.test(args[at]?.text ?? '')
      ? behindOptions(args.slice(at + 1), wrappers['npx'] ?? [])
      : [];
  }
  const valued = wrappers[name];
  if (valued === undefined) return [];
  const rest = behindOptions(args, valued);
  if (name === 'timeout' || name === 'flock') return rest.slice(1);
  if (name === 'parallel')
    return rest.map((word) => (word.text.startsWith(':::') ? { ...word, isUnknown: true } : word));
  // What it is fed comes behind what it is told.
  return name === 'xargs' && rest.length > 0 ? [...rest, { text: '', raw: '', isUnknown: true }] : rest;
}

function behindOptions(args: readonly Word[], valued: readonly string[]): Word[] {
  const at = args.findIndex(({ text }, index) => {
    return !text.startsWith('-') && !valued.includes(args[index - 1]?.text ?? '');
  });
  return at === -1 ? [] : args.slice(at);
}

function nameOf({ text, raw }: Word): string {
  // A backslash of Windows parts folders; one of a shell only takes the meaning from the next letter.
  const path = /^["']?[a-z]:\\|\.(?:exe|cmd|bat)["']?$/i.test(raw) ? raw.replace(/["']/g, '') : text;
  const name = path.replace(/^.*[\\/]/, '').toLowerCase();
  return name.replace(/\.(?:exe|cmd|bat|ps1)$/, '').replace(/^(pip|python)[\d.]+$/, '$1');
}

function textOf(words: readonly Word[]): string {
  return words.map(({ text }) => text).join(' ');
}
