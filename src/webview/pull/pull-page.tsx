// The page of a pull request as a whole: on the left what is read, on the right what is looked up.
import { useRef } from 'preact/hooks';
import { Fold } from '../parts/fold.tsx';
import { Icon } from '../parts/icon.tsx';
import { Comments } from './comments.tsx';
import { Checks, Findings, Integrations, Verification } from './evidence.tsx';
import { Files } from './files.tsx';
import { Header } from './header.tsx';
import { Markdown } from './markdown-view.tsx';
import type { PullModel } from './model.ts';
import { usePage } from './page.ts';
import type { ViewState } from './view-state.ts';

export interface PullPageProps {
  model: PullModel;
  view: ViewState;
  onView: (change: Partial<ViewState>) => void;
  onSay: (text: string, asksForChanges: boolean) => void;
  onAskPatch: (path: string) => void;
}

export function PullView({ model, view, onView, onSay, onAskPatch }: PullPageProps) {
  const { t, press } = usePage();
  const box = useRef<HTMLTextAreaElement>(null);
  const { page, patches, said } = model;
  const { files, findings, checks, integrations, artifacts, task_id, attempt } = page;
  const fold = (id: string) => ({
    id,
    isFolded: view.folded.includes(id),
    onToggle: () => onView({ folded: view.folded.includes(id) ? without(view.folded, id) : [...view.folded, id] }),
  });
  const toggleFile = (path: string, isOpen: boolean) =>
    onView({
      opened: isOpen ? [...without(view.opened, path), path] : without(view.opened, path),
      closed: isOpen ? without(view.closed, path) : [...without(view.closed, path), path],
    });
  const toBox = () => {
    onView({ folded: without(view.folded, 'talk') });
    requestAnimationFrame(() => box.current?.focus());
  };

  return (
    <div class="pull">
      <Header page={page} onRequest={toBox} />
      {page.problem === undefined ? null : (
        <p class="banner warning" role="status">
          <Icon name="warning" />
          <span>{page.problem}</span>
        </p>
      )}
      <div class="columns">
        <main class="work">
          <section class="body" aria-labelledby="description-title">
            <h2 id="description-title" class="unseen">
              {t('description')}
            </h2>
            {page.body.trim() === '' ? <p class="empty">{t('description_none')}</p> : <Markdown text={page.body} />}
          </section>
          <Fold
            {...fold('changes')}
            title={t('files')}
            note={files === undefined ? undefined : files.length + page.files_hidden}
          >
            <Files {...{ page, patches, opened: view.opened, closed: view.closed, onToggle: toggleFile, onAskPatch }} />
          </Fold>
          <Fold {...fold('talk')} title={t('conversation')} note={page.comments.length || undefined}>
            <Comments {...{ page, said, draft: view.draft, box, onDraft: (draft) => onView({ draft }), onSay }} />
          </Fold>
        </main>
        <aside class="side" aria-label={t('evidence')}>
          <Fold {...fold('proof')} title={t('verification')}>
            <Verification verification={page.verification} />
          </Fold>
          <Fold {...fold('review')} title={t('findings')} note={findings.length || undefined}>
            <Findings findings={findings} />
          </Fold>
          <Fold {...fold('checks')} title={t('checks')} note={checks.length || undefined}>
            <Checks checks={checks} />
          </Fold>
          {integrations.length === 0 ? null : (
            <Fold {...fold('train')} title={t('train')}>
              <Integrations integrations={integrations} />
            </Fold>
          )}
          {artifacts.length === 0 || task_id === undefined ? null : (
            <Fold {...fold('artifacts')} title={t('artifacts')}>
              <ul class="artifacts">
                {artifacts.map((name) => (
                  <li key={name}>
                    <button
                      type="button"
                      class="link-row"
                      onClick={() =>
                        press('openArtifact', { task_id, name, ...(attempt === undefined ? {} : { attempt }) })
                      }
                    >
                      <Icon name="file" />
                      <span>{name}</span>
                    </button>
                  </li>
                ))}
              </ul>
            </Fold>
          )}
        </aside>
      </div>
    </div>
  );
}

function without(list: readonly string[], one: string): string[] {
  return list.filter((other) => other !== one);
}
