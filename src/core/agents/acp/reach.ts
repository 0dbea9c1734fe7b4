// Whether a program that an agent calls makes work public or goes to the network: by its name and by the words that stand behind
// its options. A table, since each program spells it in its own way; what stands in no row reaches nowhere. Pure.
import type { Call } from './program-calls.ts';
import type { Word } from './shell-words.ts';

export type Reach = 'public' | 'network' | 'nowhere' | 'unclear';

interface Row {
  /** Options that take the next word. */
  valued?: readonly string[];
  /** There are too many options to know: a word behind one may be its value or not, and both is looked at. */
  isLoose?: true;
  /** What it does, as one word or as two that may stand apart; '' when it is told nothing, `*` for any word. */
  publishes?: readonly string[];
  connects?: readonly string[];
}

const packages = ['install', 'i', 'add', 'update', 'upgrade', 'up', 'create', 'dlx', 'x', 'fetch', 'audit', 'outdated'];
const node: Row = {
  valued: [
    '-C',
    '-w',
    '-F',
    '--access',
    '--cwd',
    '--dir',
    '--filter',
    '--prefix',
    '--registry',
    '--tag',
    '--workspace',
  ],
  isLoose: true,
  publishes: ['publish', 'npm publish', 'unpublish', 'deprecate', 'dist-tag'],
  connects: [
    ...packages,
    'in',
    'ins',
    'ci',
    'clean-install',
    'ic',
    'it',
    'cit',
    'exec',
    'view',
    'info',
    'show',
    'login',
  ],
};
const local = node.connects?.filter((word) => !['exec', 'x', 'in', 'it', 'show'].includes(word)) ?? [];
const python: Row = {
  publishes: ['publish'],
  connects: [...packages, 'download', 'wheel', 'sync', 'lock', 'pip install', 'pip download', 'pip sync', 'tool'],
};
const system: Row = { connects: [...packages, 'get', 'download', 'reinstall', 'search'] };
const images: Row = {
  publishes: ['push', 'compose push', 'buildx push'],
  connects: ['pull', 'login', 'search', 'compose pull'],
};

const rows: Readonly<Record<string, Row>> = {
  git: {
    valued: ['-C', '-c', '--git-dir', '--work-tree', '--namespace', '--super-prefix', '--config-env', '--attr-source'],
    publishes: ['push', 'send-pack', 'http-push', 'send-email', 'subtree push', 'lfs push', 'svn dcommit', 'p4 submit'],
    connects: [
      ...['clone', 'fetch', 'fetch-pack', 'pull', 'ls-remote', 'remote update', 'remote show', 'remote prune'],
      ...['submodule update', 'submodule add', 'subtree pull', 'subtree add', 'lfs fetch', 'lfs pull', 'svn fetch'],
    ],
  },
  gh: {
    valued: ['-R', '--repo', '--hostname'],
    publishes: [
      ...['pr create', 'pr new', 'pr merge', 'release', 'repo create', 'repo delete', 'repo fork', 'repo sync'],
      ...['gist create', 'issue create', 'workflow run'],
    ],
  },
  glab: { valued: ['-R', '--repo'], publishes: ['mr create', 'mr merge', 'release', 'repo create', 'repo delete'] },
  npm: { ...node, connects: [...(node.connects ?? []), 'init *'] },
  pnpm: { ...node, connects: local },
  bun: { ...node, connects: [...local, 'x'] },
  yarn: { ...node, connects: ['', ...local] },
  lerna: { publishes: ['publish'] },
  changeset: { publishes: ['publish'] },
  vsce: { publishes: ['publish'] },
  ovsx: { publishes: ['publish'] },
  pip: python,
  uv: python,
  poetry: python,
  twine: { publishes: ['upload'] },
  gem: { ...system, publishes: ['push', 'publish'] },
  bundle: { connects: ['', ...packages] },
  cargo: { ...system, publishes: ['publish'] },
  go: { connects: ['get', 'install', 'mod download', 'mod tidy'] },
  dotnet: { publishes: ['nuget push'], connects: ['restore', 'add package', 'tool install'] },
  mvn: { publishes: ['deploy'] },
  composer: { connects: [...packages, 'require', 'create-project'] },
  deno: { publishes: ['publish'], connects: [...packages, 'cache'] },
  docker: images,
  podman: images,
  apt: system,
  'apt-get': system,
  apk: system,
  dnf: system,
  yum: system,
  brew: system,
};

const networkPrograms =
  /^(?:curl|wget|aria2c|https?|xh|ssh|scp|sftp|rsync|nc|ncat|netcat|socat|telnet|ftp|ping|dig|nslookup|gh|glab|hub|invoke-webrequest|iwr)$/;
/** They fetch the program that they are to run, unless they are told not to. */
const fetchingRunners = /^(?:npx|pnpx|bunx|uvx|pipx)$/;
const offline = new Set(['--offline', '--no-install', '--no', '--no-index']);
const asksForHelp = /^(?:-h|--help|-v|-V|--version)$/;

export function reachOf({ name, args }: Call): Reach {
  // `git-push` stands among git's own programs.
  const [, verb] = /^git-(.+)/.exec(name) ?? [];
  const word = verb === undefined ? [] : [{ text: verb, raw: verb, isUnknown: false }];
  return reach({ name: verb === undefined ? name : 'git', args: [...word, ...args] });
}

function reach(call: Call): Reach {
  const row = rows[call.name] ?? {};
  const readings = readingsOf(call, row);
  const does = (wanted: readonly string[] = []): boolean =>
    readings.some((words) => wanted.some((one) => isSaid(one, words)));
  if (does(row.publishes)) return 'public';
  if (isConnecting(call, row, readings) || does(row.connects?.filter(() => !isOffline(call.args)))) return 'network';
  return isUnclear(call, row) ? 'unclear' : 'nowhere';
}

function isConnecting({ name, args }: Call, { connects = [] }: Row, [plain = []]: readonly string[][]): boolean {
  const first = args.findIndex(({ text }) => !text.startsWith('-'));
  if (fetchingRunners.test(name)) return !isOffline(first === -1 ? args : args.slice(0, first));
  const isToldNothing = plain.length === 0 && !args.some(({ text }) => asksForHelp.test(text));
  return networkPrograms.test(name) || (isToldNothing && connects.includes(''));
}

function isOffline(args: readonly Word[]): boolean {
  return args.some(({ text }) => offline.has(text));
}

/** What it is to do is not written there, or was given another name. */
function isUnclear({ name, args }: Call, row: Row): boolean {
  if (rows[name] === undefined) return false;
  const first = args.find(({ text }, at) => !text.startsWith('-') && !isValue(args[at - 1], row));
  return (
    first?.isUnknown === true ||
    first?.text === '{}' ||
    (name === 'git' && args.some(({ text }) => /^alias\./i.test(text)))
  );
}

function isValue(before: Word | undefined, { valued = [] }: Row): boolean {
  return before !== undefined && valued.includes(before.text);
}

/** The words that are no options, in each way in which they can be told from the values of options. */
function readingsOf({ args }: Call, row: Row): string[][] {
  const wordsWhere = (isTaken: (before: Word | undefined) => boolean): string[] =>
    args.flatMap(({ text }, at) => (text.startsWith('-') || isTaken(args[at - 1]) ? [] : [text]));
  const plain = wordsWhere((before) => isValue(before, row));
  return row.isLoose === true ? [plain, wordsWhere((before) => /^--[^=]+$/.test(before?.text ?? ''))] : [plain];
}

function isSaid(wanted: string, [first, ...more]: readonly string[]): boolean {
  const [verb, object] = wanted.split(' ');
  if (first !== verb) return false;
  return object === undefined || (object === '*' ? more.length > 0 : more.includes(object));
}
