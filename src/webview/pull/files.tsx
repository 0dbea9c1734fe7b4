// The files of the diff, each to be opened where it stands. Small ones are open from the beginning, the text of the others is
// asked for when somebody opens them.
import { useEffect, useMemo } from 'preact/hooks';
import { readPatch, type PatchLine } from '../../core/model/diff-files.ts';
import { splitHidden } from '../../core/base/hidden-characters.ts';
import type { Patch, PullFile, PullPage } from '../../core/model/panel-pull.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { isOpenByItself } from './open-files.ts';
import { usePage } from './page.ts';

export interface FilesProps {
  page: PullPage;
  patches: ReadonlyMap<string, Patch>;
  opened: readonly string[];
  closed: readonly string[];
  onToggle: (path: string, isOpen: boolean) => void;
  onAskPatch: (path: string) => void;
}

const patchLinesMax = 2000;

export function Files({ page, patches, opened, closed, onToggle, onAskPatch }: FilesProps) {
  const { t } = usePage();
  const { files, files_hidden } = page;
  const byThemselves = useMemo(() => isOpenByItself(files ?? []), [files]);
  if (files === undefined) return <p class="empty">{t('diff_gone')}</p>;
  if (files.length === 0) return <p class="empty">{t('diff_empty')}</p>;
  return (
    <>
      <ul class="files-list">
        {files.map((file) => {
          const isOpen = opened.includes(file.path) || (byThemselves.has(file.path) && !closed.includes(file.path));
          return (
            <li key={file.path}>
              <FileHead file={file} isOpen={isOpen} onToggle={() => onToggle(file.path, !isOpen)} />
              {isOpen ? (
                <FileBody key={page.diff_version} file={file} patch={patches.get(file.path)} onAskPatch={onAskPatch} />
              ) : null}
            </li>
          );
        })}
      </ul>
      {files_hidden > 0 ? <p class="faint">{t('more', files_hidden)}</p> : null}
    </>
  );
}

function FileHead({ file, isOpen, onToggle }: { file: PullFile; isOpen: boolean; onToggle: () => void }) {
  const { t, press } = usePage();
  const { path, old_path, status, insertions, deletions } = file;
  const slash = path.lastIndexOf('/') + 1;
  return (
    <div class="file-head">
      <button type="button" class="file-toggle" aria-expanded={isOpen} onClick={onToggle}>
        <Icon name="chevron" />
        <span class={`file-status ${status}`} role="img" aria-label={t(`file_${status}`)} title={t(`file_${status}`)}>
          {signOf[status]}
        </span>
        <span class="path">
          {old_path === undefined ? null : <span class="faint">{`${old_path} → `}</span>}
          <span class="faint">{path.slice(0, slash)}</span>
          <Visible text={path.slice(slash)} />
        </span>
        <span class="counts" aria-label={t('lines_changed', insertions, deletions)}>
          <span class="plus">+{insertions}</span> <span class="less">−{deletions}</span>
        </span>
      </button>
      <IconButton icon="diff" label={t('show_diff_of', path)} onPress={() => press('showDiff', { name: path })} />
    </div>
  );
}

const signOf: Record<PullFile['status'], string> = {
  added: 'A',
  modified: 'M',
  deleted: 'D',
  renamed: 'R',
  binary: 'B',
};

interface FileBodyProps {
  file: PullFile;
  patch: Patch | undefined;
  onAskPatch: (path: string) => void;
}

function FileBody({ file, patch, onAskPatch }: FileBodyProps) {
  const { t, press } = usePage();
  const isAsked = patch === undefined && file.insertions + file.deletions > 0;
  useEffect(() => {
    if (isAsked) onAskPatch(file.path);
  }, [file.path, isAsked]);
  const read = useMemo(() => readPatch(patch?.text ?? '', { linesMax: patchLinesMax }), [patch]);
  if (file.status === 'binary') return <p class="empty">{t('file_binary')}</p>;
  if (isAsked) return <p class="empty">{t('loading')}</p>;
  if (read.lines.length === 0) return <p class="empty">{t('file_unchanged')}</p>;
  return (
    <>
      <div class="patch" role="region" tabIndex={0} aria-label={t('diff_of', file.path)}>
        <table role="presentation">
          <tbody>
            {read.lines.map((line, at) => (
              <Line key={at} line={line} />
            ))}
          </tbody>
        </table>
      </div>
      {read.isCut || patch?.is_cut === true ? (
        <p class="faint cut-note">
          {t('diff_cut')}{' '}
          <Button kind="quiet" label={t('show_in_editor')} onPress={() => press('showDiff', { name: file.path })} />
        </p>
      ) : null}
    </>
  );
}

const signOfLine: Record<PatchLine['kind'], string> = { hunk: '', added: '+', removed: '−', same: '', note: '' };

function Line({ line }: { line: PatchLine }) {
  return (
    <tr class={`line ${line.kind}`}>
      <td class="line-number">{line.old ?? ''}</td>
      <td class="line-number">{line.new ?? ''}</td>
      <td class="sign">{signOfLine[line.kind]}</td>
      <td class="line-text">
        <Visible text={line.text} />
      </td>
    </tr>
  );
}

/** Characters that cannot be seen, and could make code read otherwise than it runs, are shown by their names. */
function Visible({ text }: { text: string }) {
  const parts = splitHidden(text);
  if (parts.length === 1 && parts[0]?.isHidden === false) return <>{text}</>;
  return (
    <>
      {parts.map((part, at) =>
        part.isHidden ? (
          <span key={at} class="hidden-characters">
            {part.text}
          </span>
        ) : (
          part.text
        ),
      )}
    </>
  );
}
