// Every option of every command, once: how it is written, what it takes, what is allowed. What it means in words stands in the
// messages, per language, under the same name.

export interface OptionEntry {
  /** `--workers`; with a dash between words. */
  flag: string;
  /** How the value is called in the help; a flag takes none. */
  value?: string;
  takes: 'nothing' | 'text' | 'texts' | 'choice' | 'number' | 'numbers' | 'workers';
  choices?: readonly string[];
  min?: number;
  max?: number;
}

const flag = (name: string): OptionEntry => ({ flag: `--${name}`, takes: 'nothing' });
const text = (name: string, value: string): OptionEntry => ({ flag: `--${name}`, takes: 'text', value });
const choice = (name: string, ...choices: string[]): OptionEntry => ({
  ...{ flag: `--${name}`, takes: 'choice', choices, value: choices.join('|') },
});

export const optionTable = {
  from: text('from', 'PATH|ISSUE'),
  spec: text('spec', 'NAME'),
  planner: choice('planner', 'auto', 'spec', 'offline', 'openai', 'agent'),
  overwrite: flag('overwrite'),
  optional: flag('optional'),
  dryRun: flag('dry-run'),
  json: flag('json'),
  workers: { flag: '--workers', takes: 'workers', value: 'N|auto', min: 1, max: 64 },
  workerCounts: { flag: '--workers', takes: 'numbers', value: 'N,…', min: 1, max: 64 },
  agent: text('agent', 'NAME'),
  delivery: choice('delivery', 'integration', 'direct'),
  forge: choice('forge', 'local', 'github'),
  only: { flag: '--only', takes: 'texts', value: 'ID…' },
  interactive: flag('interactive'),
  unattended: flag('unattended'),
  reason: text('reason', 'TEXT'),
  detach: flag('detach'),
  watch: flag('watch'),
  all: flag('all'),
  attempt: { flag: '--attempt', takes: 'number', value: 'N', min: 1 },
  follow: flag('follow'),
  since: { flag: '--since', takes: 'number', value: 'SEQ', min: 0 },
  format: choice('format', 'mermaid', 'dot', 'json'),
  diff: flag('diff'),
  read: text('read', 'NAME'),
  fix: flag('fix'),
  dir: text('dir', 'PATH'),
  repo: text('repo', 'PATH'),
} as const satisfies Record<string, OptionEntry>;

/** Every command has it, and it is looked up before anything is parsed. */
export const languageOption: OptionEntry = choice('lang', 'en', 'ja');

export type OptionName = keyof typeof optionTable;
