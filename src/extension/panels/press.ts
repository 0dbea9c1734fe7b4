// What a button of a panel means: one of our commands, about what the panel is about. The page only names the command and a task or
// the like; which repository and which plan it belongs to is the host's to say.
import type { Press } from '../../core/model/panel-messages.ts';
import type { Target } from '../target.ts';

export interface Subject {
  repository: string;
  spec_id?: string;
  task_id?: string;
  pull?: number;
}

/** Commands that are about the repository, or about the pull request and not its task. */
const narrower: Partial<Record<Press['command'], readonly (keyof Subject)[]>> = {
  ...{ plan: ['repository'], doctor: ['repository'], cleanUp: ['repository'] },
  ...{ openPull: ['repository', 'pull'], openPullOnForge: ['repository', 'pull'], mergePull: ['repository', 'pull'] },
};

export function commandOf(press: Press, subject: Subject): { command: string; target: Target } {
  const { kind: _kind, command, ...named } = press;
  const kept: readonly string[] | undefined = narrower[command];
  const about = Object.entries({ ...subject, ...named }).filter(([key]) => kept?.includes(key) !== false);
  return { command: `necrocode.${command}`, target: { ...Object.fromEntries(about), repository: subject.repository } };
}
