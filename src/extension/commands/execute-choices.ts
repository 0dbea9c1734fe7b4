// The choices of a run as rows: one that starts it with what is chosen, and one for each thing that can be chosen otherwise. Pure:
// what was chosen last, which agents there are and what is picked come in as data.
import * as z from 'zod/mini';
import type { AgentProbe } from '../../core/necrocode.ts';
import { inertMessage } from '../inert-message.ts';
import type { L10n, Tongue } from '../localize.ts';

export const wishesSchema = z.object({
  workers: z.optional(z.union([z.int().check(z.minimum(1), z.maximum(64)), z.literal('auto')])),
  agent: z.optional(z.string().check(z.maxLength(200))),
  delivery: z.optional(z.enum(['integration', 'direct'])),
});

/** What a person has chosen; the rest is as the settings say. */
export type Wishes = z.infer<typeof wishesSchema>;

/** What the settings say. */
export interface Usual {
  workers: number | 'auto';
  agent: string;
  delivery: 'integration' | 'direct';
}

export type StepRow = {
  label: string;
  description: string;
  detail?: string;
  step: 'start' | 'workers' | 'agent' | 'delivery';
};

export function stepRows(
  { wishes, usual, isGoingOn }: { wishes: Wishes; usual: Usual; isGoingOn: boolean },
  l10n: L10n,
): StepRow[] {
  const { workers = usual.workers, agent = usual.agent, delivery = usual.delivery } = wishes;
  const summary = [workersText(workers, l10n), agentText(agent, l10n), deliveryText(delivery, l10n)];
  return [
    {
      step: 'start',
      label: `$(play) ${isGoingOn ? l10n.t('Go on') : l10n.t('Start')}`,
      description: inertMessage(summary.slice(0, isGoingOn ? 2 : 3).join(' · ')),
    },
    { step: 'workers', label: `$(organization) ${l10n.t('Workers')}`, description: workersText(workers, l10n) },
    { step: 'agent', label: `$(hubot) ${l10n.t('Agent')}`, description: inertMessage(agentText(agent, l10n)) },
    // A run that has begun keeps its way to the base.
    ...(isGoingOn
      ? []
      : [
          {
            step: 'delivery' as const,
            label: `$(git-merge) ${l10n.t('Delivery')}`,
            description: deliveryText(delivery, l10n),
          },
        ]),
  ];
}

export function workersText(workers: number | 'auto', l10n: L10n): string {
  if (workers === 'auto') return l10n.t('as many workers as this machine carries');
  return workers === 1 ? l10n.t('1 worker') : l10n.t('{0} workers', workers);
}

export function agentText(agent: string, l10n: L10n): string {
  return agent === 'auto' ? l10n.t('the first agent that can be used') : agent;
}

export function deliveryText(delivery: 'integration' | 'direct', l10n: L10n): string {
  return delivery === 'integration'
    ? l10n.t('one pull request at the end')
    : l10n.t('a pull request for each task, merged by you');
}

export interface AgentRow {
  label: string;
  description: string;
  detail?: string;
  agent: string;
  isUsable: boolean;
}

/** Those that can be used come first; the others say why not. `own` are the user's own agents. */
export function agentRows(
  { own, probes, hasPlaybooks }: { own: readonly string[]; probes: readonly AgentProbe[]; hasPlaybooks: boolean },
  { l10n, language }: Tongue,
): AgentRow[] {
  const auto = { label: `$(sparkle) auto`, description: agentText('auto', l10n), agent: 'auto', isUsable: true };
  const ours = own.map((agent) => ({
    ...{ label: `$(hubot) ${inertMessage(agent)}`, description: l10n.t('your own'), agent, isUsable: true },
  }));
  const playbook = {
    label: '$(book) playbook',
    description: l10n.t('the steps of the playbooks, without an agent'),
    agent: 'playbook',
    isUsable: true,
  };
  const known = probes
    .filter(({ name }) => !own.includes(name))
    .map(({ name, usable, version = '', sign_in, why }): AgentRow => {
      const unknown = sign_in === 'unknown' ? `(${l10n.t('sign-in unknown')})` : '';
      const { message, hint } = why?.[language] ?? { message: `${version} ${unknown}`.trim() };
      return {
        label: `${usable ? '$(hubot)' : '$(circle-slash)'} ${inertMessage(name)}`,
        description: inertMessage(message),
        ...(hint === undefined ? {} : { detail: inertMessage(hint) }),
        ...{ agent: name, isUsable: usable },
      };
    });
  const usable = known.filter((row) => row.isUsable);
  const others = known.filter((row) => !row.isUsable);
  return [auto, ...ours, ...usable, ...(hasPlaybooks ? [playbook] : []), ...others];
}

export const workersOffered: readonly (number | 'auto')[] = ['auto', 1, 2, 3, 4, 5, 6, 8, 12, 16];

/** How many workers a person has typed; undefined when it is no number of workers. */
export function asWorkers(text: string): number | 'auto' | undefined {
  const trimmed = text.trim();
  if (trimmed === 'auto') return 'auto';
  const count = /^\d{1,2}$/.test(trimmed) ? Number(trimmed) : 0;
  return count >= 1 && count <= 64 ? count : undefined;
}
