// The help: of the program, of a group, of a command. Names and examples come from the command's table, the words from the
// messages, so that no command can be without them.
import { commandTable, type CommandEntry, type CommandName, type GroupName } from '../command-table.ts';
import type { Messages } from '../messages/messages.ts';
import { languageOption, optionTable, type OptionEntry } from '../options.ts';
import type { Paint } from '../paint.ts';
import { renderTable } from './table.ts';
import { wrapToWidth } from './width.ts';

export interface HelpOptions {
  messages: Messages;
  paint: Paint;
  width: number;
}

const indent = '  ';

/** `necrocode --help` */
export function renderOverview(options: HelpOptions): string {
  const { messages, paint } = options;
  const shown = commandTable.filter((entry: CommandEntry) => entry.isHidden !== true);
  return page([
    [paint.strong(`NecroCode: ${messages.help.tagline}`)],
    [`${messages.help.usage}: necrocode <${messages.help.command}> [${messages.help.options}]`],
    section(messages.help.commands, commandRows(shown, options), options),
    section(messages.help.optionsTitle, globalRows(messages, true), options),
    exampleLines(
      ['necrocode plan "chat app with sign-in"', 'necrocode execute chat-app --workers 3', 'necrocode status --watch'],
      options,
    ),
    [messages.help.moreHelp],
  ]);
}

/** `necrocode pr --help` */
export function renderGroupHelp(group: string, options: HelpOptions): string {
  const { messages } = options;
  const entries = commandTable.filter(({ name }) => name.startsWith(`${group} `));
  return page([
    wrapToWidth(messages.groups[groupName(entries)], options.width),
    [`${messages.help.usage}: necrocode ${group} <${messages.help.command}>`],
    section(messages.help.commands, commandRows(entries, options), options),
  ]);
}

/** `necrocode plan --help` */
export function renderHelp(entry: CommandEntry & { name: CommandName }, options: HelpOptions): string {
  const { messages, width } = options;
  const { about, details = [] } = messages.commands[entry.name];
  const own = entry.options.map((name) => [writeOption(optionTable[name]), messages.options[name]] as const);
  return page([
    wrapToWidth(about, width),
    [
      `${messages.help.usage}: ${['necrocode', entry.name, ...entry.arguments, `[${messages.help.options}]`].join(' ')}`,
    ],
    details.flatMap((line) => wrapToWidth(line, width)),
    section(messages.help.optionsTitle, [...own, ...globalRows(messages, false)], options),
    exampleLines(entry.examples, options),
  ]);
}

function groupName(entries: readonly { name: CommandName }[]): GroupName {
  return entries.some(({ name }) => name.startsWith('slots ')) ? 'slots' : 'pr';
}

/** `--workers <N|auto>` */
export function writeOption({ flag, value }: OptionEntry): string {
  return value === undefined ? flag : `${flag} <${value}>`;
}

type Row = readonly [name: string, about: string];

function commandRows(entries: readonly (CommandEntry & { name: CommandName })[], { messages }: HelpOptions): Row[] {
  return entries.map((entry) => [[entry.name, ...entry.arguments].join(' '), messages.commands[entry.name].about]);
}

function globalRows({ help }: Messages, isOverview: boolean): Row[] {
  const version: Row[] = isOverview ? [['-V, --version', help.versionOption]] : [];
  return [
    [writeOption(languageOption), help.langOption],
    ['--no-color', help.noColorOption],
    ['-h, --help', help.helpOption],
    ...version,
  ];
}

function section(title: string, rows: readonly Row[], { paint, width }: HelpOptions): string[] {
  const cells = rows.map(([name, about]) => [{ text: name, brush: paint.name }, about]);
  return [paint.strong(`${title}:`), ...renderTable(cells, { columns: [{}, { min: 20 }], width, indent })];
}

function exampleLines(examples: readonly string[], { messages, paint }: HelpOptions): string[] {
  if (examples.length === 0) return [];
  return [paint.strong(`${messages.help.examples}:`), ...examples.map((line) => indent + line)];
}

function page(sections: readonly (readonly string[])[]): string {
  const shown = sections.filter((lines) => lines.length > 0);
  return `${shown.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
