// Which spec a task list in an editor is of, and what can be done with it from there: the lenses above it. Pure.
import type { SpecState } from '../../core/model/state.ts';
import { countStates } from '../../core/model/view-status.ts';
import type { L10n } from '../localize.ts';

/** For the editor's own matching; `specOfPath` tells what it is. */
export const specFilePattern = '**/.kiro/specs/*/tasks.md';

/** The folder's name is the spec's. Undefined for every other file. */
export function specOfPath(path: string): string | undefined {
  return /[\\/]\.kiro[\\/]specs[\\/]([A-Za-z0-9][A-Za-z0-9._-]{0,63})[\\/]tasks\.md$/.exec(path)?.[1];
}

export interface SpecLens {
  title: string;
  command: string;
}

/** A plain space after an icon is not drawn. */
const withIcon = (icon: string, text: string): string => `$(${icon})\u00a0${text}`;

/** A spec that is unknown was not planned yet. */
export function lensesOf(spec: SpecState | undefined, l10n: L10n): SpecLens[] {
  const execute = { title: withIcon('play', l10n.t('Execute with NecroCode')), command: 'necrocode.execute' };
  if (spec === undefined) return [execute];
  const dashboard = (icon: string, text: string): SpecLens => ({
    title: withIcon(icon, text),
    command: 'necrocode.openDashboard',
  });
  const counts = countStates(spec.tasks.values());
  const progress = l10n.t('{0} of {1} done', counts.done, spec.tasks.size);
  switch (spec.run?.state) {
    case 'running':
      return [
        dashboard('sync~spin', progress),
        { title: withIcon('debug-pause', l10n.t('Pause')), command: 'necrocode.pause' },
        { title: withIcon('circle-slash', l10n.t('Cancel')), command: 'necrocode.cancel' },
      ];
    case 'paused':
      return [
        { title: withIcon('debug-continue', l10n.t('Resume')), command: 'necrocode.resume' },
        dashboard('debug-pause', `${l10n.t('Paused')} · ${progress}`),
      ];
    case 'finished':
    case undefined:
      return [execute, dashboard('graph', spec.run === undefined ? l10n.t('Dashboard') : progress)];
  }
}
