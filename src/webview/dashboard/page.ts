// What every part of the page is given: the words, the present moment, and the way to press one of the editor's commands.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Press } from '../../core/model/panel-messages.ts';
import type { DashboardWordKey } from '../../core/model/panel-words.ts';
import type { Language } from '../format.ts';
import type { Translate } from '../translate.ts';

export interface Page {
  t: Translate<DashboardWordKey>;
  language: Language;
  now: number;
  isTrusted: boolean;
  press: (command: Press['command'], about?: Omit<Press, 'kind' | 'command'>) => void;
  select: (task_id: string | undefined) => void;
}

export const PageContext = createContext<Page | undefined>(undefined);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === undefined) throw new Error('A part of the page stands outside of it.');
  return page;
}
