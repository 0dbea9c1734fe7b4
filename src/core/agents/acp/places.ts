// Whether a word of a command names a place outside the slot. A place must lie inside; only programs, libraries and devices may
// be read elsewhere. A word that is a text, such as a pattern for `grep` or a message, may begin with a slash and mean a
// route: it is refused only where it names a folder that is surely somebody's. Pure; it follows the slot's own kind of path.
import { posix, win32 } from 'node:path';
import type { Call } from './program-calls.ts';
import type { Redirect, Word } from './shell-words.ts';

export interface Standing {
  /** The slot, links resolved. */
  root: string;
  /** Where the command runs. */
  cwd: string;
}

export function isInside(path: string, root: string): boolean {
  const paths = pathsOf(root);
  const way = paths.relative(root, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${paths.sep}`) && !paths.isAbsolute(way));
}

export function resolveIn(root: string, cwd: string, path: string): string {
  return pathsOf(root).resolve(cwd, ofGitBash(path, root));
}

/** As it was written; undefined when all stay inside. */
export function findOutside(
  { words, redirects }: { words: readonly Word[]; redirects: readonly Redirect[] },
  calls: readonly Call[],
  standing: Standing,
): string | undefined {
  const texts = new Set(calls.flatMap(textsOf));
  const messages = new Set(calls.flatMap(messagesOf));
  const changed = new Set(calls.flatMap(changedBy));
  const target = redirects.find(({ word, isWritten }) => isOutside(word, standing, isWritten));
  const outside = words.find((word) => {
    if (texts.has(word)) return namesOutside(word.text, standing);
    return !messages.has(word) && isOutside(word, standing, changed.has(word)) && !isSwitch(word, calls, standing);
  });
  return (target?.word ?? outside)?.text;
}

/** Whether a text names what surely belongs to somebody else. */
export function namesOutside(text: string, { root, cwd }: Standing): boolean {
  const paths = pathsOf(root);
  const top = root.split('/')[1] ?? '';
  return text.split(/(?:[\s;&|()<>'"`=,@]|(?<!\$)\{)+/).some((part) => {
    if (isHome(part)) return true;
    const place = ofGitBash(part, root);
    if (paths.isAbsolute(place)) {
      const isSomebodys = privateFolders.test(place) || place.startsWith(`/${top}/`) || isDrive(place);
      return isSomebodys && !isInside(paths.resolve(place), root) && !isProgramPlace(paths.resolve(place));
    }
    const climbs = /^\.\.(?:$|[\\/])|[\\/]\.\.[\\/]/.test(place);
    return climbs && !isInside(paths.resolve(cwd, place), root);
  });
}

/** Folders whose files are no business of a task; others are names of routes as well, such as `/users`. */
const privateFolders =
  /^\/(?:etc|home|root|var|tmp|private|mnt|media|srv|boot|run|sys|opt|workspaces?|Users|Volumes)(?:\/|$)/;
/** Read and executed by every tool there is. */
const programFolders =
  /^\/(?:usr|bin|sbin|lib|lib32|lib64|libx32|nix|opt\/homebrew|home\/linuxbrew\/\.linuxbrew|run\/current-system|System\/Library|Library\/Developer|Applications\/Xcode\.app)(?:\/|$)/;
const programFoldersOfWindows = /^[a-z]:\\(?:windows|program files(?: \(x86\))?)(?:\\|$)/i;
const devices =
  /^(?:\/dev\/(?:null|zero|full|random|urandom|stdin|stdout|stderr|tty|fd\/\d+)|\/proc\/(?:self\/(?:status|stat|limits|cgroup|mounts|maps|fd\/\d+)|cpuinfo|meminfo|version|loadavg|uptime))$/;

function isOutside(word: Word, { root, cwd }: Standing, isWritten: boolean): boolean {
  const paths = pathsOf(root);
  // Matches a pattern, as in `[[ a =~ b ]]`; it is no home.
  if (word.text === '=~') return false;
  const written = isDrive(root) || isDrive(word.raw) ? word.raw.replace(/["']/g, '') : word.text;
  // The value of `name=value`, of `-Ivalue` unless that is a lone separator, and of `@value`.
  const parts = [
    written,
    written.replace(/^[-\w.]+=/, ''),
    written.replace(/^-\w(?!\/$)/, ''),
    written.replace(/^[^@]*@/, ''),
  ];
  const isAway = parts.some((part) => {
    if (isHome(part)) return true;
    const place = ofGitBash(part.replace(/^file:\/\//, ''), root);
    if (!paths.isAbsolute(place)) return isDrive(place);
    const path = paths.resolve(cwd, place);
    if (isInside(path, root) || devices.test(place)) return false;
    return isWritten || !(isProgramPlace(path) || (isDrive(root) && isProgramPlace(posix.resolve(place))));
  });
  return isAway || (!paths.isAbsolute(written) && namesOutside(written, { root, cwd }));
}

function isProgramPlace(path: string): boolean {
  return programFolders.test(path) || programFoldersOfWindows.test(path);
}

function isHome(text: string): boolean {
  return /^(?:~|\$HOME\b|\$\{HOME\}|%USERPROFILE%|\$env:USERPROFILE\b)/i.test(text);
}

function pathsOf(root: string): typeof posix {
  return isDrive(root) ? win32 : posix;
}

/** `C:\…`. A single letter before `://` would be the scheme of an address. */
function isDrive(path: string): boolean {
  return /^["']?[a-z]:(?:\\|\/(?!\/))/i.test(path);
}

/** Git's shell for Windows writes `/c/Users` for `C:\Users`. */
function ofGitBash(path: string, root: string): string {
  return isDrive(root) ? path.replace(/^\/([a-z])(?=\/)/i, '$1:') : path;
}

/** The programs of Windows begin their options with a slash. */
function isSwitch({ text }: Word, calls: readonly Call[], { root }: Standing): boolean {
  return isDrive(root) && /^\/[a-z?]{1,2}$/i.test(text) && calls.some(({ name }) => switchedPrograms.test(name));
}

const switchedPrograms =
  /^(?:cmd|dir|findstr|find|taskkill|tasklist|where|xcopy|robocopy|del|rd|rmdir|copy|move|type|attrib|reg|icacls|msbuild)$/;

/** Their first word is a pattern or a program of theirs; with one of these options it is that option's value. */
const patternPrograms = /^(?:[efz]?grep|rg|ag|ack|sed|g?awk|jq|yq)$/;
const patternOptions = /^(?:-e|--regexp|--expression)$/;
const countOptions = /^(?:-[ABCmgtT]|--include|--exclude|--glob|--type)$/;
const awkOptions = /^-[vF]$/;
const talkingPrograms = /^(?:echo|printf|expr|tr|gh|write-host|write-output)$/;
/** Options whose value is carried out or sent. */
const textOptions: Readonly<Record<string, RegExp>> = {
  curl: /^(?:-[dHX]|--(?:data|data-raw|header|json))$/,
  cut: /^-d$/,
  paste: /^-d$/,
  node: /^(?:-[ep]|-pe|--eval|--print)$/,
  bun: /^(?:-[ep]|--eval|--print)$/,
  deno: /^eval$/,
  python: /^-c$/,
  ruby: /^-e$/,
  perl: /^-\w*e$/,
  php: /^-r$/,
};
/** Options whose value is only kept or looked for, so that it may name whatever it likes. */
const messageOptions: Readonly<Record<string, RegExp>> = {
  git: /^(?:-\w*m|-[SG]|--(?:message|grep|format|pretty|author|date))$/,
  mocha: /^(?:-[gf]|--grep|--fgrep)$/,
  jest: /^(?:-t|--testNamePattern)$/,
  vitest: /^(?:-t|--testNamePattern)$/,
  playwright: /^(?:-g|--grep)$/,
  pytest: /^-k$/,
};

function textsOf({ name, args }: Call): readonly Word[] {
  if (talkingPrograms.test(name)) return args;
  if (patternPrograms.test(name)) return patternsOf(args, name.endsWith('awk') ? awkOptions : countOptions);
  if (name === 'git' && args.some(({ text }) => text === 'grep')) return patternsOf(args.slice(1), countOptions);
  return valuesOf(args, textOptions[name]);
}

function messagesOf({ name, args }: Call): Word[] {
  return valuesOf(args, messageOptions[name]);
}

/** Of `--option value` and of `--option=value`. */
function valuesOf(args: readonly Word[], options: RegExp | undefined): Word[] {
  if (options === undefined) return [];
  return args.filter(({ text }, at) => {
    const [option = ''] = text.split('=', 1);
    return options.test(args[at - 1]?.text ?? '') || (option !== text && options.test(option));
  });
}

function patternsOf(args: readonly Word[], valued: RegExp): Word[] {
  const values = valuesOf(args, valued);
  const named = valuesOf(args, patternOptions);
  if (named.length > 0) return [...values, ...named];
  const first = args.find((word) => !word.text.startsWith('-') && !values.includes(word));
  return first === undefined ? values : [...values, first];
}

const changingPrograms =
  /^(?:rm|rmdir|mv|tee|touch|mkdir|chmod|chown|chgrp|truncate|shred|unlink|dd|del|rd|move|cd|pushd|chdir)$/;
const copyingPrograms = /^(?:cp|ln|install|rsync|copy|xcopy|robocopy)$/;

/** What is written or taken away, so that not even the places of programs are free. */
function changedBy({ name, args }: Call): readonly Word[] {
  const isInPlace = name === 'sed' && args.some(({ text }) => /^(?:-\w*i|--in-place)/.test(text));
  if (changingPrograms.test(name) || isInPlace) return args;
  return copyingPrograms.test(name) ? args.slice(-1) : [];
}
