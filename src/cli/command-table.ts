// Every command: its name, what it is given, and where its action is. The parser, the help, the completion scripts and the
// tests read this one table. Actions load when they are called, so that a command pays for itself only.
import type { Given } from './given.ts';
import type { OptionName } from './options.ts';
import type { ExitStatus, Session } from './session.ts';

export type Action = (session: Session, given: Given) => Promise<ExitStatus>;

export interface CommandEntry {
  /** `status`, or `pr list` for one in a group. */
  name: string;
  /** In the order they are given: `<required>`, `[optional]`, `<several...>`. */
  arguments: readonly string[];
  options: readonly OptionName[];
  /** Whole lines, shown by the help. */
  examples: readonly string[];
  isHidden?: boolean;
  /** After Ctrl-C it has an ending of its own; others are ended at once. */
  endsItself?: boolean;
  load: () => Promise<Action>;
}

export const commandTable = [
  {
    name: 'plan',
    arguments: ['[JOB]'],
    options: ['from', 'spec', 'planner', 'agent', 'optional', 'overwrite', 'dryRun', 'json'],
    examples: [
      'necrocode plan "chat app with sign-in"',
      'necrocode plan "認証機能付きチャットアプリ" --spec chat-app',
      'necrocode plan "chat app with sign-in" --planner agent --agent kiro',
      'necrocode plan --from .kiro/specs/chat-app --dry-run',
      "necrocode plan --from '#12'",
    ],
    endsItself: true,
    load: async () => (await import('./commands/plan.ts')).plan,
  },
  {
    name: 'execute',
    arguments: ['<SPEC>'],
    options: ['workers', 'agent', 'delivery', 'forge', 'only', 'interactive', 'unattended', 'detach', 'dryRun', 'json'],
    examples: [
      'necrocode execute chat-app --workers 3',
      'necrocode execute chat-app --only 1.1 1.2 --agent kiro',
      'necrocode execute chat-app --interactive',
      'necrocode execute chat-app --detach',
    ],
    endsItself: true,
    load: async () => (await import('./commands/execute.ts')).execute,
  },
  {
    name: 'status',
    arguments: ['[SPEC]'],
    options: ['watch', 'all', 'json'],
    examples: ['necrocode status', 'necrocode status chat-app --watch'],
    load: async () => (await import('./commands/status.ts')).status,
  },
  {
    name: 'show',
    arguments: ['<SPEC>', '<TASK>'],
    options: ['json'],
    examples: ['necrocode show chat-app 2.1'],
    load: async () => (await import('./commands/show.ts')).show,
  },
  {
    name: 'logs',
    arguments: ['<SPEC>', '<TASK>'],
    options: ['attempt', 'follow'],
    examples: ['necrocode logs chat-app 2.1', 'necrocode logs chat-app 2.1 --follow'],
    load: async () => (await import('./commands/logs.ts')).logs,
  },
  {
    name: 'events',
    arguments: ['[SPEC]'],
    options: ['since', 'follow', 'json'],
    examples: ['necrocode events chat-app', 'necrocode events --since 1200 --follow --json'],
    load: async () => (await import('./commands/events.ts')).events,
  },
  {
    name: 'graph',
    arguments: ['<SPEC>'],
    options: ['format'],
    examples: ['necrocode graph chat-app', 'necrocode graph chat-app --format dot | dot -Tsvg > graph.svg'],
    load: async () => (await import('./commands/graph.ts')).graph,
  },
  {
    name: 'simulate',
    arguments: ['<SPEC>'],
    options: ['workerCounts', 'json'],
    examples: ['necrocode simulate chat-app', 'necrocode simulate chat-app --workers 1,3,6'],
    load: async () => (await import('./commands/simulate.ts')).simulate,
  },
  ...(['pause', 'resume'] as const).map((name) => ({
    name,
    arguments: ['<SPEC>'],
    options: ['json' as const],
    examples: [`necrocode ${name} chat-app`],
    load: async () => (await import('./commands/steer.ts'))[name],
  })),
  {
    name: 'cancel',
    arguments: ['<SPEC>', '[TASK]'],
    options: ['json'],
    examples: ['necrocode cancel chat-app', 'necrocode cancel chat-app 2.1'],
    load: async () => (await import('./commands/steer.ts')).cancel,
  },
  {
    name: 'retry',
    arguments: ['<SPEC>', '<TASK>'],
    options: ['json'],
    examples: ['necrocode retry chat-app 2.1'],
    load: async () => (await import('./commands/steer.ts')).retry,
  },
  {
    name: 'attach',
    arguments: ['<SPEC>', '<TASK>'],
    options: ['watch'],
    examples: ['necrocode attach chat-app 2.1', 'necrocode attach chat-app 2.1 --watch'],
    endsItself: true,
    load: async () => (await import('./commands/attach.ts')).attach,
  },
  {
    name: 'take-over',
    arguments: ['<SPEC>', '<TASK>'],
    options: [],
    examples: ['necrocode take-over chat-app 2.1'],
    endsItself: true,
    load: async () => (await import('./commands/attach.ts')).takeOver,
  },
  {
    name: 'done',
    arguments: ['[SPEC]', '[TASK]'],
    options: ['json'],
    examples: ['necrocode done', 'necrocode done chat-app 2.1'],
    endsItself: true,
    load: async () => (await import('./commands/verdict.ts')).done,
  },
  {
    name: 'fail',
    arguments: ['[SPEC]', '[TASK]'],
    options: ['reason', 'json'],
    examples: ['necrocode fail --reason "The API is missing."', 'necrocode fail chat-app 2.1'],
    endsItself: true,
    load: async () => (await import('./commands/verdict.ts')).fail,
  },
  {
    name: 'pr list',
    arguments: ['[SPEC]'],
    options: ['all', 'json'],
    examples: ['necrocode pr list', 'necrocode pr list chat-app --all'],
    load: async () => (await import('./commands/pr.ts')).listPulls,
  },
  {
    name: 'pr show',
    arguments: ['<NUMBER>'],
    options: ['diff', 'json'],
    examples: ['necrocode pr show 12', 'necrocode pr show 12 --diff'],
    load: async () => (await import('./commands/pr.ts')).showPullRequest,
  },
  {
    name: 'pr merge',
    arguments: ['<NUMBER>'],
    options: ['json'],
    examples: ['necrocode pr merge 12'],
    load: async () => (await import('./commands/pr.ts')).mergePull,
  },
  {
    name: 'pr comment',
    arguments: ['<NUMBER>', '<TEXT...>'],
    options: ['json'],
    examples: ['necrocode pr comment 12 "Please add a test for the empty name."'],
    load: async () => (await import('./commands/pr.ts')).commentPull,
  },
  {
    name: 'pr request-changes',
    arguments: ['<NUMBER>', '<TEXT...>'],
    options: ['json'],
    examples: ['necrocode pr request-changes 12 "Use the date format of the list above."'],
    load: async () => (await import('./commands/pr.ts')).requestChanges,
  },
  {
    name: 'slots list',
    arguments: [],
    options: ['json'],
    examples: ['necrocode slots list'],
    load: async () => (await import('./commands/slots.ts')).list,
  },
  {
    name: 'slots clean',
    arguments: [],
    options: ['dryRun', 'json'],
    examples: ['necrocode slots clean --dry-run'],
    load: async () => (await import('./commands/slots.ts')).cleanUp,
  },
  {
    name: 'artifacts',
    arguments: ['<SPEC>', '<TASK>'],
    options: ['attempt', 'read', 'json'],
    examples: ['necrocode artifacts chat-app 2.1', 'necrocode artifacts chat-app 2.1 --read diff.patch'],
    load: async () => (await import('./commands/artifacts.ts')).artifacts,
  },
  {
    name: 'doctor',
    arguments: [],
    options: ['fix', 'json'],
    examples: ['necrocode doctor', 'necrocode doctor --fix'],
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
  {
    name: 'clean',
    arguments: [],
    options: ['dryRun', 'json'],
    examples: ['necrocode clean --dry-run'],
    load: async () => (await import('./commands/clean.ts')).clean,
  },
  {
    name: 'metrics',
    arguments: [],
    options: [],
    examples: ['necrocode metrics'],
    load: async () => (await import('./commands/metrics.ts')).metrics,
  },
  {
    name: 'demo',
    arguments: [],
    options: ['dir', 'workers'],
    examples: ['necrocode demo'],
    endsItself: true,
    load: async () => (await import('./commands/demo.ts')).demo,
  },
  {
    name: 'completion',
    arguments: ['<SHELL>'],
    options: [],
    examples: ['necrocode completion bash > ~/.local/share/bash-completion/completions/necrocode'],
    load: async () => (await import('./commands/completion.ts')).completion,
  },
  {
    name: 'controller',
    arguments: [],
    options: ['repo'],
    examples: [],
    isHidden: true,
    endsItself: true,
    load: async () => (await import('./commands/controller.ts')).controller,
  },
] as const satisfies readonly CommandEntry[];

export type CommandName = (typeof commandTable)[number]['name'];

/** Words that stand before the commands of a group. */
export type GroupName = CommandName extends infer N ? (N extends `${infer G} ${string}` ? G : never) : never;
