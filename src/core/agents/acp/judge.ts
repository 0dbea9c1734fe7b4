// The answer to an agent that asks for permission, as pure functions: yes inside the slot, no outside it, no to whatever would
// publish, the network as the settings say. This is no sandbox, since a program can do more than its command line shows; it
// keeps an honest agent to its place.
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { AgentOptions } from '../../model/spirit.ts';
import type { AskedAction } from './asked-action.ts';
import type { PermissionRequest } from './frames.ts';

export interface House {
  /** The slot, links resolved. */
  root: string;
  network: NonNullable<AgentOptions['network']>;
}

export type Verdict = { isAllowed: true } | { isAllowed: false; why: string };

export type PermissionOutcome = { outcome: 'selected'; optionId: string } | { outcome: 'cancelled' };

const allowed: Verdict = { isAllowed: true };

export function judge(action: AskedAction, house: House): Verdict {
  const outside = action.paths.find((path) => !isInside(path, house.root));
  if (outside !== undefined) return refused(`${outside} is outside the slot`);
  const inGit = action.paths.find((path) => isInside(path, resolve(house.root, '.git')));
  if (inGit !== undefined) return refused(`${inGit} belongs to git`);
  if (!isInside(action.cwd, house.root)) return refused(`${action.cwd} is outside the slot`);
  if (action.kind === 'fetch' && house.network === 'deny') return refused('the network is not allowed');
  for (const command of action.commands) {
    const why = problemOf(command, action.cwd, house);
    if (why !== undefined) return refused(why);
  }
  return allowed;
}

/** By kind, never by id or label. A yes for once comes before one for ever, which would end the asking. */
export function chooseOption(
  { options }: Pick<PermissionRequest, 'options'>,
  { isAllowed }: Verdict,
): PermissionOutcome {
  const wanted = isAllowed ? ['allow_once', 'allow_always'] : ['reject_once', 'reject_always'];
  for (const kind of wanted) {
    const option = options.find((one) => one?.kind === kind);
    if (option !== undefined) return { outcome: 'selected', optionId: option.optionId };
  }
  return { outcome: 'cancelled' };
}

function refused(why: string): Verdict {
  return { isAllowed: false, why };
}

/** `git push` with whatever options stand between the two words, and what else makes work public. */
const publishing =
  /\bgit(?:\.exe)?["']?(?:\s+(?:-[Cc]\s+\S+|--?[\w-]+(?:=\S+)?))*\s+(?:push|send-pack)\b|\bgh\s+(?:pr\s+(?:create|merge)|release\b|repo\s+(?:create|delete))|\b(?:npm|pnpm|yarn|cargo|gem)\s+publish\b/;

const networkPrograms =
  /(?:^|[\s;&|(])(?:curl|wget|ssh|scp|sftp|rsync|nc|ncat|telnet|ftp)\b|\bgit\s+(?:clone|fetch|pull|ls-remote)\b|\b(?:npm|pnpm|yarn|pip3?|gem|cargo|go|apt|apt-get|brew)\s+(?:install|ci|add|get|update|upgrade|download)\b/;

/** Folders whose files are no business of a task. Programs and libraries elsewhere may be named; so may routes such as `/users`. */
const privateFolders = /^\/(?:etc|home|root|var|tmp|private|mnt|media|srv|boot|run|sys|Users|Volumes)(?:\/|$)/;

const writtenDevices = /^\/dev\/(?:null|stdout|stderr|tty|fd\/\d+)$/;

function problemOf(command: string, cwd: string, { root, network }: House): string | undefined {
  if (publishing.test(command)) return 'nothing is pushed or published from a slot';
  if (network === 'deny' && networkPrograms.test(command)) return 'the network is not allowed';
  const target = [...command.matchAll(/>{1,2}\|?\s*["']?([^\s;&|()<>"']+)/g)]
    .map(([, path = '']) => path)
    .find((path) => isAbsolute(path) && !writtenDevices.test(path) && !isInside(path, root));
  if (target !== undefined) return `${target} is outside the slot`;
  let at = cwd;
  let last = '';
  for (const word of command.split(/[\s;&|()<>'"`=,]+/)) {
    if (leaves(word, at, root)) return `${word} is outside the slot`;
    if (last === 'cd') at = resolve(at, word);
    last = word;
  }
  return undefined;
}

function leaves(word: string, cwd: string, root: string): boolean {
  if (/^(?:~|\$HOME\b|\$\{HOME\})/.test(word)) return true;
  if (isAbsolute(word)) return privateFolders.test(word) && !isInside(resolve(word), root);
  const climbs = word === '..' || word.startsWith('../') || word.includes('/../');
  return climbs && !isInside(resolve(cwd, word), root);
}

function isInside(path: string, root: string): boolean {
  const way = relative(root, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
