// What was said about the pull request, and the box to say something: to everybody, or back to whoever did the work.
import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { commentCharsMax } from '../../core/model/panel-messages.ts';
import type { PullPage } from '../../core/model/panel-pull.ts';
import { formatWhen } from '../format.ts';
import { Button } from '../parts/button.tsx';
import { Markdown } from './markdown-view.tsx';
import type { PullModel } from './model.ts';
import { usePage } from './page.ts';

export interface CommentsProps {
  page: PullPage;
  said: PullModel['said'];
  draft: string;
  box: RefObject<HTMLTextAreaElement | null>;
  onDraft: (draft: string) => void;
  onSay: (text: string, asksForChanges: boolean) => void;
}

export function Comments({ page, said, draft, box, onDraft, onSay }: CommentsProps) {
  const { t, now, language } = usePage();
  return (
    <>
      {page.comments.length === 0 ? null : (
        <ol class="comments">
          {page.comments.map(({ by, text, at }, index) => (
            <li key={index}>
              <p class="comment-head">
                <b>{by}</b> <span class="faint">{formatWhen(at, now, language)}</span>
              </p>
              <Markdown text={text} />
            </li>
          ))}
        </ol>
      )}
      {page.state === 'open' ? <Box {...{ page, said, draft, box, onDraft, onSay }} /> : null}
      {page.comments.length === 0 && page.state !== 'open' ? <p class="empty">{t('comments_none')}</p> : null}
    </>
  );
}

function Box({ page, said, draft, box, onDraft, onSay }: CommentsProps) {
  const { t } = usePage();
  const [isSending, setSending] = useState(false);
  useEffect(() => {
    if (!isSending) return;
    setSending(false);
    if (said.isAccepted) onDraft('');
  }, [said.count]);
  const barred = !page.is_trusted
    ? t('untrusted')
    : draft.trim() === ''
      ? t('comment_empty')
      : isSending
        ? t('sending')
        : undefined;
  const send = (asksForChanges: boolean) => {
    setSending(true);
    onSay(draft.trim(), asksForChanges);
  };
  return (
    <div class="comment-box">
      <textarea
        {...{ ref: box, rows: 4, maxLength: commentCharsMax, value: draft, readOnly: isSending }}
        {...{ placeholder: t('comment_hint'), 'aria-label': t('comment_box') }}
        onInput={({ currentTarget }) => onDraft(currentTarget.value)}
      />
      <div class="box-actions">
        {page.task_id === undefined ? null : <span class="faint">{t('request_note')}</span>}
        <Button label={t('comment')} barred={barred} onPress={() => send(false)} />
        {page.task_id === undefined ? null : (
          <Button kind="primary" label={t('request_changes')} barred={barred} onPress={() => send(true)} />
        )}
      </div>
    </div>
  );
}
