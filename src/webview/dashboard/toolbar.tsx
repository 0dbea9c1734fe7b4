// Above the graph and the table: which of the two is shown, what is searched for, and the states as a legend that filters.
import type { TaskStateName } from '../../core/model/state.ts';
import { Button, Toggle } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { StateIcon } from '../parts/state-icon.tsx';
import { isFiltering, type Filter } from './filter.ts';
import { usePage } from './page.ts';
import { statesInOrder, type Counts } from './sums.ts';
import type { ViewState } from './view-state.ts';

export interface ToolbarProps {
  shows: ViewState['shows'];
  onShow: (shows: ViewState['shows']) => void;
  filter: Filter;
  onText: (text: string) => void;
  onState: (state: TaskStateName) => void;
  onClear: () => void;
  counts: Counts;
  /** Ids of tasks that match; undefined when nothing is asked for. */
  matching: number | undefined;
}

export function Toolbar({ shows, onShow, filter, onText, onState, onClear, counts, matching }: ToolbarProps) {
  const { t } = usePage();
  const present = statesInOrder.filter((state) => counts[state] > 0 || filter.states.includes(state));
  return (
    <div class="toolbar">
      <div class="segments" role="group" aria-label={t('show_as')}>
        {(['graph', 'table'] as const).map((one) => (
          <Toggle key={one} class="segment" isOn={shows === one} onToggle={() => onShow(one)}>
            {t(one)}
          </Toggle>
        ))}
      </div>
      <label class="search">
        <Icon name="search" />
        <input
          type="search"
          placeholder={t('search')}
          aria-label={t('search')}
          value={filter.text}
          spellcheck={false}
          onInput={({ currentTarget }) => onText(currentTarget.value)}
        />
      </label>
      <div class="legend" role="group" aria-label={t('filter_states')}>
        {present.map((state) => (
          <Toggle key={state} class="chip" isOn={filter.states.includes(state)} onToggle={() => onState(state)}>
            <StateIcon state={state} />
            <span>{t(`state_${state}`)}</span>
            <b>{counts[state]}</b>
          </Toggle>
        ))}
      </div>
      {isFiltering(filter) ? (
        <span class="matching" role="status">
          {t('matching', matching ?? 0)} <Button kind="quiet" label={t('clear_filter')} onPress={onClear} />
        </span>
      ) : null}
    </div>
  );
}
