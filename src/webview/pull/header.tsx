// The top of the page: what is proposed, from where to where, and what a person can do about it.
import type { PullPage } from '../../core/model/panel-pull.ts';
import { Button } from '../parts/button.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';
import { formatWhen } from '../format.ts';
import { usePage } from './page.ts';

const iconOf: Record<PullPage['state'], IconName> = { open: 'review', merged: 'merge', closed: 'closedPull' };

export function Header({ page, onRequest }: { page: PullPage; onRequest: () => void }) {
  const { t, now, language, press } = usePage();
  const { number, title, state, head, base, opened_at, spec_id, task_id, is_final, merged_by, closed_reason } = page;
  return (
    <header class="page-head">
      <div class="title-row">
        <h1>
          {title} <span class="number">#{number}</span>
        </h1>
        <div class="actions">
          <Actions page={page} onRequest={onRequest} />
        </div>
      </div>
      <p class="about">
        <span class={`pill pull-${state}`}>
          <Icon name={iconOf[state]} />
          {t(state)}
        </span>
        <span class="branches">
          <code title={t('head')}>{head}</code>
          <span aria-label={t('into')}>→</span>
          <code title={t('base')}>{base}</code>
        </span>
        <span class="faint">{formatWhen(opened_at, now, language)}</span>
        {task_id === undefined ? null : (
          <button type="button" class="id-link" onClick={() => press('openDashboard', { task_id })}>
            {t('task_of', spec_id, task_id)}
          </button>
        )}
        {is_final ? <span class="faint">{t('final')}</span> : null}
      </p>
      {merged_by === undefined ? null : <p class="faint">{t('merged_by', merged_by)}</p>}
      {closed_reason === undefined ? null : <p class="faint">{closed_reason}</p>}
      <MergingNote page={page} />
    </header>
  );
}

function Actions({ page, onRequest }: { page: PullPage; onRequest: () => void }) {
  const { t, press } = usePage();
  const { state, merging, is_trusted, url, has_slot, task_id } = page;
  const barred = is_trusted ? undefined : t('untrusted');
  return (
    <>
      {state === 'open' ? (
        <>
          <Button
            {...{ icon: 'merge', kind: merging === 'person' ? 'primary' : 'secondary', label: t('merge') }}
            barred={merging === 'integrating' ? t('merging_integrating') : barred}
            onPress={() => press('mergePull')}
          />
          {task_id === undefined ? null : (
            <Button icon="comment" label={t('request_changes')} barred={barred} onPress={onRequest} />
          )}
        </>
      ) : null}
      <Button icon="diff" label={t('show_diff')} onPress={() => press('showDiff')} />
      {state === 'open' || has_slot ? (
        <Button
          {...{ icon: 'folder', label: t('open_worktree') }}
          barred={has_slot ? undefined : barred}
          onPress={() => press('openWorktree', task_id === undefined ? {} : { task_id })}
        />
      ) : null}
      {url === undefined ? null : (
        <Button icon="link" label={t('open_on_forge')} onPress={() => press('openPullOnForge')} />
      )}
    </>
  );
}

/** Who merges it, when it is not plain that the reader does. */
function MergingNote({ page: { merging, state } }: { page: PullPage }) {
  const { t } = usePage();
  if (state !== 'open' || merging === 'none' || merging === 'person') return null;
  return (
    <p class="banner info" role="note">
      <Icon name="info" />
      <span>{t(`merging_${merging}`)}</span>
    </p>
  );
}
