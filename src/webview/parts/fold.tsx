// A part of a page under a heading that can be folded away, as in the editor's own side bar.
import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';

export interface FoldProps {
  id: string;
  title: string;
  /** Beside the title, such as a number. */
  note?: ComponentChildren;
  isFolded: boolean;
  onToggle: () => void;
  children: ComponentChildren;
}

export function Fold({ id, title, note, isFolded, onToggle, children }: FoldProps) {
  return (
    <section class={`fold ${id}`} aria-labelledby={`${id}-title`}>
      <h2>
        <button
          type="button"
          id={`${id}-title`}
          aria-expanded={!isFolded}
          aria-controls={`${id}-body`}
          onClick={onToggle}
        >
          <Icon name="chevron" />
          <span>{title}</span>
          {note === undefined ? null : <span class="badge">{note}</span>}
        </button>
      </h2>
      <div class="fold-body" id={`${id}-body`} hidden={isFolded}>
        {isFolded ? null : children}
      </div>
    </section>
  );
}
