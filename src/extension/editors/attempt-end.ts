// A signal that aborts when an attempt has ended, so that whoever follows its output reads to the end and stops.
import type { App, LiveRepository } from '../app.ts';
import type { Target } from '../target.ts';

export function endOfAttempt(
  app: Pick<App, 'repositories'>,
  repository: LiveRepository,
  of: Target,
): { signal: AbortSignal } & Disposable {
  const ended = new AbortController();
  const look = () => {
    const spec = repository.state().specs.get(of.spec_id ?? '');
    const attempt = spec?.tasks.get(of.task_id ?? '')?.attempts[(of.attempt ?? 0) - 1];
    if (attempt === undefined || attempt.finished_at !== undefined) ended.abort();
  };
  look();
  const watching = app.repositories.onDidChangeState((change) => {
    if (change.repository.place.mainWorktree === of.repository) look();
  });
  return { signal: ended.signal, [Symbol.dispose]: () => void watching.dispose() };
}
