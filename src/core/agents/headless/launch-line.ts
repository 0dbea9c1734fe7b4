// The command line of one turn of a headless agent: its own words, the model that was asked for, the conversation that it goes on
// in, and the prompt where it takes that as an argument.
import { sessionPlaceholder } from '../../model/spirit.ts';
import type { AgentLaunch } from '../../model/spirit.ts';

export interface Launching {
  prompt: string;
  /** Where the prompt goes. */
  takes: 'stdin' | 'argument';
  /** The arguments with which an earlier conversation is taken up. */
  resume: readonly string[];
}

/** Of one argument; Linux allows 128 KiB. */
const argumentBytesMax = 100 * 1024;

/** What has to come last: a lone `-`, or the flag behind which the prompt stands. */
const closing = /^(?:-|-p|--prompt)$/;

/** All of these agents choose their model by the same flag. */
export function launchLine(
  { argv, options }: Pick<AgentLaunch, 'argv' | 'options'>,
  { prompt, takes, resume }: Launching,
): { program: string; args: string[] } {
  const [program = '', ...own] = argv;
  const last = own.at(-1) ?? '';
  const isClosing = closing.test(last) && (takes === 'argument' || last === '-');
  const args = [
    ...(isClosing ? own.slice(0, -1) : own),
    ...(options?.model === undefined ? [] : ['--model', options.model]),
    ...resume,
    ...(isClosing ? [last] : []),
    ...(takes === 'argument' ? [asArgument(prompt)] : []),
  ];
  return { program, args };
}

/** None for the first turn, and for agents that cannot take a conversation up: those begin a new one with each turn. */
export function resumeArguments({ options }: Pick<AgentLaunch, 'options'>, session: string | undefined): string[] {
  if (session === undefined) return [];
  return (options?.resume ?? []).map((word) => word.replaceAll(sessionPlaceholder, () => session));
}

function asArgument(prompt: string): string {
  const bytes = Buffer.from(prompt, 'utf8');
  if (bytes.length <= argumentBytesMax) return prompt;
  const cut = bytes
    .subarray(0, argumentBytesMax)
    .toString('utf8')
    .replace(/\ufffd+$/, '');
  return `${cut}\n\n[… the whole text stands in .kiro/current-task.md]`;
}
