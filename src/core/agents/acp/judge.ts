// The answer to an agent that asks for permission, as pure functions: yes inside the slot, no outside it, no to whatever would
// publish, the network as the settings say. This is no sandbox, since a program can do more than its command line shows; it
// keeps an honest agent to its place.
import type { AgentOptions } from '../../model/spirit.ts';
import type { AskedAction } from './asked-action.ts';
import type { PermissionRequest } from './frames.ts';
import { findOutside, isInside, namesOutside, resolveIn } from './places.ts';
import { callsOf } from './program-calls.ts';
import type { Call } from './program-calls.ts';
import { reachOf } from './reach.ts';
import { readScript } from './shell-words.ts';
import type { Script, Step } from './shell-words.ts';

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
  const inGit = action.paths.find((path) => isInside(path, resolveIn(house.root, house.root, '.git')));
  if (inGit !== undefined) return refused(`${inGit} belongs to git`);
  if (!isInside(action.cwd, house.root)) return refused(`${action.cwd} is outside the slot`);
  if (action.kind === 'fetch' && house.network === 'deny') return refused(noNetwork);
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

/** Where a command cannot be told from its text, these words are enough for a no. */
const publishingWords = /\b(?:push|send-pack|publish|dcommit)\b/i;
const networkWords =
  /\b(?:curl|wget|ssh|scp|sftp|rsync|nc|ncat|telnet|ftp|npx|install|clone|fetch|pull|download|ls-remote)\b/i;

const nothingPublished = 'nothing is pushed or published from a slot';
const noNetwork = 'the network is not allowed';
const unnamedOutside = 'it names what is outside the slot';
const nestedMax = 10;
/** They carry out what they are handed over; others only keep it. */
const interpreters = /^(?:python|node|bun|deno|ruby|perl|php|ed|ex)$/;

function problemOf(command: string, cwd: string, house: House, nested = 0): string | undefined {
  const script = nested > nestedMax ? undefined : readScript(command);
  return script === undefined
    ? problemOfUnclear(command, cwd, house)
    : problemOfScript(script, cwd, { ...house, command, nested });
}

function problemOfUnclear(command: string, cwd: string, { root, network }: House): string | undefined {
  if (publishingWords.test(command)) return nothingPublished;
  if (network === 'deny' && networkWords.test(command)) return noNetwork;
  return namesOutside(command, { root, cwd }) ? unnamedOutside : undefined;
}

type Reading = House & { command: string; nested: number };

function problemOfScript(script: Script, cwd: string, reading: Reading): string | undefined {
  let at = cwd;
  for (const part of script) {
    const why = part.kind === 'group' ? problemOfScript(part.script, at, reading) : problemOfStep(part, at, reading);
    if (why !== undefined) return why;
    if (part.kind === 'step') at = placeAfter(part, at, reading);
  }
  return undefined;
}

function problemOfStep(step: Step, cwd: string, reading: Reading): string | undefined {
  const { root, network, command, nested } = reading;
  const { calls, scripts, isUnclear } = callsOf(step);
  const reaches = calls.map(reachOf);
  if (reaches.includes('public')) return nothingPublished;
  if (network === 'deny' && reaches.includes('network')) return noNetwork;
  const outside = findOutside(step, calls, { root, cwd });
  if (outside !== undefined) return `${outside} is outside the slot`;
  if (calls.some((call) => isMoving(call) && call.args.length === 0)) return 'the home folder is outside the slot';
  const fed = calls.some(({ name }) => interpreters.test(name)) ? step.documents : [];
  if (fed.some((text) => namesOutside(text, { root, cwd }))) return unnamedOutside;
  const problems = [
    ...(isUnclear || reaches.includes('unclear') ? [problemOfUnclear(command, cwd, reading)] : []),
    ...step.inner.map((script) => problemOfScript(script, cwd, reading)),
    ...scripts.map((script) => problemOf(script, cwd, reading, nested + 1)),
  ];
  return problems.find((why) => why !== undefined);
}

/** Where the next step runs. Where that is known only then, it is taken for the slot itself, from which no way up leads inside. */
function placeAfter(step: Step, cwd: string, { root }: House): string {
  const moving = callsOf(step).calls.find(isMoving);
  if (moving === undefined) return cwd;
  const target = moving.args.find(({ text }) => !/^[-/]\w$|^--$/.test(text));
  return target === undefined || target.isUnknown || target.text === '-' ? root : resolveIn(root, cwd, target.text);
}

function isMoving({ name }: Call): boolean {
  return /^(?:cd|pushd|chdir)$/.test(name);
}
