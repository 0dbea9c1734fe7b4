// What has happened, the newest first, in the words that the command line uses.
import { useState } from 'preact/hooks';
import type { FeedLine } from '../../core/model/panel-dashboard.ts';
import { formatWhen } from '../format.ts';
import { Button } from '../parts/button.tsx';
import { usePage } from './page.ts';

const shownAtFirst = 30;

export function Feed({ lines }: { lines: readonly FeedLine[] }) {
  const { t, now, language, select } = usePage();
  const [isAll, setAll] = useState(false);
  if (lines.length === 0) return <p class="empty">{t('activity_empty')}</p>;
  const shown = lines.slice(isAll ? 0 : -shownAtFirst).toReversed();
  return (
    <>
      <ol class="feed">
        {shown.map(({ seq, at, level, text, task_id }) => (
          <li key={seq} class={level}>
            <span class="dot" aria-hidden="true" />
            {task_id === undefined ? (
              <span class="feed-text">{text}</span>
            ) : (
              <button type="button" class="feed-text" onClick={() => select(task_id)}>
                {text}
              </button>
            )}
            <time dateTime={new Date(at).toISOString()}>{formatWhen(at, now, language)}</time>
          </li>
        ))}
      </ol>
      {shown.length < lines.length ? (
        <Button kind="quiet" label={t('show_older')} onPress={() => setAll(true)} />
      ) : null}
    </>
  );
}
