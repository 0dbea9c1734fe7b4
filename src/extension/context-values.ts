// What the editor's menus and welcome texts may depend on, folded from all repositories of the window.
import { viewInbox } from '../core/model/view-inbox.ts';
import type { LiveRepository } from './app.ts';

export type ContextValues = Record<
  'hasRepository' | 'hasSpecs' | 'isRunning' | 'isPaused' | 'pullsWaiting',
  boolean | number
>;

export function contextOf(repositories: readonly Pick<LiveRepository, 'state'>[]): ContextValues {
  const states = repositories.map((repository) => repository.state());
  const specs = states.flatMap((state) => [...state.specs.values()]);
  return {
    hasRepository: repositories.length > 0,
    hasSpecs: specs.length > 0,
    isRunning: specs.some(({ run }) => run?.state === 'running'),
    isPaused: specs.some(({ run }) => run?.state === 'paused'),
    pullsWaiting: states.flatMap((state) => viewInbox(state)).filter(({ waits_for }) => waits_for === 'person').length,
  };
}
