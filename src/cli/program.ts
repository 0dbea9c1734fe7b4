// From words on the command line to an action and what was given to it. The parser does the parsing; help and mistakes are told
// in the user's language. Nothing is run here.
import { Command, CommanderError, Option } from 'commander';
import { messageOf } from '../core/base/errors.ts';
import { commandTable, type Action, type CommandEntry, type CommandName } from './command-table.ts';
import { createGiven, type Given } from './given.ts';
import type { Messages } from './messages/messages.ts';
import { languageOption, optionTable, type OptionEntry, type OptionName } from './options.ts';
import { readOptionValue } from './option-value.ts';
import { renderGroupHelp, renderHelp, renderOverview, type HelpOptions } from './render/help.ts';
import { UsageError } from './usage-error.ts';

export type Parsed =
  { kind: 'command'; entry: CommandEntry; given: Given; load: () => Promise<Action> } | { kind: 'help'; text: string };

type Chosen = { entry: CommandEntry; given: Given };

/** @throws UsageError */
export async function parseCommandLine(
  argv: readonly string[],
  { messages, width }: Omit<HelpOptions, 'paint'> & { width: number },
  paint: HelpOptions['paint'],
): Promise<Parsed> {
  const help: HelpOptions = { messages, width, paint };
  const written: string[] = [];
  const chosen: Chosen[] = [];
  const program = buildProgram({ help, choose: (one) => chosen.push(one), write: (text) => written.push(text) });
  if (argv.length === 0) return { kind: 'help', text: renderOverview(help) };
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: 'help', text: written.join('') };
    throw usageErrorOf(error, { written: written.join(''), command: commandIn(argv), messages });
  }
  const [command] = chosen;
  if (command === undefined) return { kind: 'help', text: written.join('') };
  return { kind: 'command', ...command, load: command.entry.load };
}

interface Building {
  help: HelpOptions;
  choose: (chosen: Chosen) => void;
  write: (text: string) => void;
}

function buildProgram({ help, choose, write }: Building): Command {
  const program = new Command('necrocode')
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: write, outputError: () => {} })
    .addOption(declareOption(languageOption, help.messages))
    .option('--no-color');
  program.helpInformation = () => renderOverview(help);
  const groups = new Map<string, Command>();
  for (const entry of commandTable) {
    const [first, second] = entry.name.split(' ');
    const name = second ?? first ?? '';
    const parent = second === undefined || first === undefined ? program : groupOf(program, groups, first, help);
    declareCommand(parent, name, { entry, help, choose });
  }
  return program;
}

function groupOf(program: Command, groups: Map<string, Command>, name: string, help: HelpOptions): Command {
  const known = groups.get(name);
  if (known !== undefined) return known;
  const group = program.command(name).helpCommand(false);
  group.helpInformation = () => renderGroupHelp(name, help);
  groups.set(name, group);
  return group;
}

function declareCommand(
  parent: Command,
  name: string,
  {
    entry,
    help,
    choose,
  }: { entry: CommandEntry & { name: CommandName }; help: HelpOptions; choose: Building['choose'] },
): void {
  const command = parent.command(name, { hidden: entry.isHidden === true }).allowExcessArguments(false);
  command.helpInformation = () => renderHelp(entry, help);
  for (const argument of entry.arguments) command.argument(argument);
  for (const option of entry.options) command.addOption(declareOption(optionTable[option], help.messages));
  command.action((...called: unknown[]) => {
    const values = command.opts<Record<string, unknown>>();
    const options = Object.fromEntries(entry.options.map((option) => [option, values[attributeOf(option)]]));
    choose({ entry, given: createGiven(called.slice(0, entry.arguments.length), options) });
  });
}

function declareOption(entry: OptionEntry, messages: Messages): Option {
  if (entry.takes === 'nothing') return new Option(entry.flag);
  const value = entry.takes === 'texts' ? '<value...>' : '<value>';
  return new Option(`${entry.flag} ${value}`).argParser((text: string, before: unknown) =>
    readOptionValue(entry, text, before, messages),
  );
}

function attributeOf(name: OptionName): string {
  return new Option(optionTable[name].flag).attributeName();
}

/** The command that was meant, as far as it can be recognised. */
function commandIn(argv: readonly string[]): string {
  const words = argv.filter((word) => !word.startsWith('-'));
  const isCalled = ({ name }: CommandEntry) => name.split(' ').every((word, at) => words[at] === word);
  const entry = commandTable.find(isCalled);
  return entry === undefined ? 'necrocode' : `necrocode ${entry.name}`;
}

function usageErrorOf(
  error: CommanderError,
  { written, command, messages }: { written: string; command: string; messages: Messages },
): Error {
  const { usage, help } = messages;
  const [, named = ''] = /'([^']*)'/.exec(error.message) ?? [];
  const [, suggestion] = /Did you mean (?:one of )?([^?)]+)\?/.exec(error.message) ?? [];
  const hint = suggestion === undefined ? help.seeHelp(command) : usage.didYouMean(suggestion);
  switch (error.code) {
    case 'commander.unknownCommand':
      return new UsageError(usage.unknownCommand(named), { hint, cause: error });
    case 'commander.unknownOption':
      return new UsageError(usage.unknownOption(named), { hint, cause: error });
    case 'commander.missingArgument':
      return new UsageError(usage.missingArgument(named), { hint, cause: error });
    case 'commander.optionMissingArgument':
      return new UsageError(usage.missingValue(named.split(' ')[0] ?? named), { hint, cause: error });
    case 'commander.excessArguments':
      return new UsageError(usage.tooManyArguments, { hint, cause: error });
    case 'commander.help':
      // A group was called without one of its commands.
      return new UsageError(usage.missingCommand, { hint: written.trimEnd(), cause: error });
    default:
      return new UsageError(messageOf(error), { hint, cause: error });
  }
}
