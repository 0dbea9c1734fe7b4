// Completion scripts for bash, zsh and fish. What may follow is worked out from the commands' table; names of specs are the
// folders of `.kiro/tasks`, which the shell lists by itself, quickly and without starting us.
import { commandTable, type CommandEntry, type CommandName } from '../command-table.ts';
import type { Messages } from '../messages/messages.ts';
import { languageOption, optionTable, type OptionEntry } from '../options.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

type Entry = CommandEntry & { name: CommandName };

export function renderCompletion(shell: Shell, messages: Messages): string {
  const entries: readonly Entry[] = commandTable.filter(({ name }) => name !== 'controller');
  const lines = { bash: renderBash, zsh: renderZsh, fish: renderFish }[shell](entries, messages);
  return `${lines.join('\n')}\n`;
}

const listSpecs = 'ls .kiro/tasks 2>/dev/null';

function firstWords(entries: readonly Entry[]): string[] {
  return [...new Set(entries.map(({ name }) => name.split(' ')[0] ?? name))];
}

function secondWords(entries: readonly Entry[], group: string): string[] {
  return entries.flatMap(({ name }) => (name.startsWith(`${group} `) ? (name.split(' ')[1] ?? []) : []));
}

function groups(entries: readonly Entry[]): string[] {
  return [...new Set(entries.flatMap(({ name }) => (name.includes(' ') ? (name.split(' ')[0] ?? []) : [])))];
}

function optionsOf({ options }: Entry): OptionEntry[] {
  return [...options.map((name) => optionTable[name]), languageOption, { flag: '--help', takes: 'nothing' }];
}

function takesSpec({ arguments: wanted }: Entry): boolean {
  return wanted.some((argument) => /SPEC/.test(argument));
}

/** Words for the value of an option, whatever the command. */
function choicesByFlag(): Map<string, readonly string[]> {
  const entries: OptionEntry[] = [...Object.values(optionTable), languageOption];
  return new Map(entries.flatMap(({ flag, choices }) => (choices === undefined ? [] : [[flag, choices] as const])));
}

function renderBash(entries: readonly Entry[]): string[] {
  const values = [...choicesByFlag()].map(([flag, choices]) => `    ${flag}) words='${choices.join(' ')}' ;;`);
  const cases = entries.map((entry) => {
    const specs = takesSpec(entry) ? ` $(${listSpecs})` : '';
    return `      '${entry.name}') words="${optionsOf(entry)
      .map(({ flag }) => flag)
      .join(' ')}${specs}" ;;`;
  });
  const seconds = groups(entries).map(
    (group) => `      '${group}') words='${secondWords(entries, group).join(' ')}' ;;`,
  );
  return [
    '# bash completion for necrocode',
    '_necrocode() {',
    '  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" words="" command="${COMP_WORDS[1]}"',
    `  case "$command" in ${groups(entries).join('|')}) [ "$COMP_CWORD" -gt 2 ] && command="$command \${COMP_WORDS[2]}" ;; esac`,
    '  case "$previous" in',
    ...values,
    '  esac',
    '  if [ -z "$words" ] && [ "$COMP_CWORD" -eq 1 ]; then',
    `    words='${firstWords(entries).join(' ')} --help --version'`,
    '  elif [ -z "$words" ]; then',
    '    case "$command" in',
    ...cases,
    ...seconds,
    '    esac',
    '  fi',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '}',
    'complete -o default -F _necrocode necrocode',
  ];
}

function renderZsh(entries: readonly Entry[], messages: Messages): string[] {
  const describe = (name: string, about: string) => `    '${quoteZsh(`${name.replaceAll(':', '\\:')}:${about}`)}'`;
  const first = firstWords(entries).map((word) => {
    const entry = entries.find(({ name }) => name === word);
    return describe(word, entry === undefined ? word : messages.commands[entry.name].about);
  });
  const cases = entries.map((entry) => {
    const specs = takesSpec(entry) ? ` $(${listSpecs})` : '';
    return `    '${entry.name}') compadd -- ${optionsOf(entry)
      .map(({ flag }) => flag)
      .join(' ')}${specs} ;;`;
  });
  const seconds = groups(entries).map(
    (group) => `    '${group}') compadd -- ${secondWords(entries, group).join(' ')} ;;`,
  );
  const values = [...choicesByFlag()].map(
    ([flag, choices]) => `    ${flag}) compadd -- ${choices.join(' ')}; return ;;`,
  );
  return [
    '#compdef necrocode',
    '_necrocode() {',
    '  local -a commands=(',
    ...first,
    '  )',
    '  local command="$words[2]"',
    `  case "$command" in ${groups(entries).join('|')}) (( CURRENT > 3 )) && command="$command $words[3]" ;; esac`,
    '  case "$words[CURRENT-1]" in',
    ...values,
    '  esac',
    '  if (( CURRENT == 2 )); then _describe command commands; return; fi',
    '  case "$command" in',
    ...cases,
    ...seconds,
    '  esac',
    '}',
    'if [ "$funcstack[1]" = "_necrocode" ]; then _necrocode "$@"; else compdef _necrocode necrocode; fi',
  ];
}

function renderFish(entries: readonly Entry[], messages: Messages): string[] {
  const rule = (condition: string, rest: string) => `complete -c necrocode -n '${condition}' ${rest}`;
  const first = firstWords(entries).map((word) => {
    const entry = entries.find(({ name }) => name === word);
    const about = entry === undefined ? word : messages.commands[entry.name].about;
    return rule('__fish_use_subcommand', `-f -a ${word} -d '${quoteFish(about)}'`);
  });
  const seconds = groups(entries).map((group) =>
    rule(`__fish_seen_subcommand_from ${group}`, `-f -a '${secondWords(entries, group).join(' ')}'`),
  );
  const own = entries.flatMap((entry) => {
    const condition = entry.name
      .split(' ')
      .map((word) => `__fish_seen_subcommand_from ${word}`)
      .join('; and ');
    const specs = takesSpec(entry) ? [rule(condition, `-f -a '(${listSpecs})'`)] : [];
    const options = optionsOf(entry).map(({ flag, takes, choices }) => {
      const value = takes === 'nothing' ? '' : choices === undefined ? ' -r' : ` -x -a '${choices.join(' ')}'`;
      return rule(condition, `-l ${flag.slice(2)}${value}`);
    });
    return [...specs, ...options];
  });
  return ['# fish completion for necrocode', ...first, ...seconds, ...own];
}

/** Inside single quotes, which it leaves and enters again for a quote of its own. */
function quoteZsh(text: string): string {
  return text.replaceAll("'", `'\\''`);
}

function quoteFish(text: string): string {
  return text.replace(/['\\]/g, '\\$&');
}
