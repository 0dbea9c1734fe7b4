// The words of the help: what the program, its commands and its options are for.
import type { CommandName, GroupName } from '../command-table.ts';
import type { OptionName } from '../options.ts';

export interface HelpMessages {
  help: Record<HelpWord, string> & { seeHelp: (command: string) => string };
  commands: Record<CommandName, CommandMessages>;
  groups: Record<GroupName, string>;
  options: Record<OptionName, string>;
}

export interface CommandMessages {
  /** One line. */
  about: string;
  /** Paragraphs, for the help of this command alone. */
  details?: readonly string[];
}

type HelpWord =
  | ('tagline' | 'usage' | 'command' | 'commands' | 'options' | 'optionsTitle' | 'examples' | 'moreHelp')
  | ('versionOption' | 'langOption' | 'noColorOption' | 'helpOption');
