// What goes on only when somebody does something, each with the button that leads there.
import type { PanelNeed } from '../../core/model/panel-dashboard.ts';
import { Button } from '../parts/button.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';
import { formatClock } from '../format.ts';
import { failureWord } from './failure-word.ts';
import { usePage, type Page } from './page.ts';

const shownMax = 4;

export function Needs({ needs }: { needs: readonly PanelNeed[] }) {
  const page = usePage();
  if (needs.length === 0) return null;
  const shown = needs.slice(0, shownMax);
  return (
    <section class="needs" aria-label={page.t('needs')}>
      <ul>
        {shown.map((need) => {
          const { text, icon, action } = describe(need, page);
          return (
            <li key={`${need.kind} ${need.name} ${need.pull ?? ''}`}>
              <span class={need.kind === 'task_failed' ? 'tone failed' : 'tone ready'}>
                <Icon name={icon} />
              </span>
              <span class="need-text">{text}</span>
              {action === undefined ? null : <Button kind="quiet" label={action.label} onPress={action.run} />}
            </li>
          );
        })}
      </ul>
      {needs.length > shown.length ? <p class="faint">{page.t('more', needs.length - shown.length)}</p> : null}
    </section>
  );
}

interface Described {
  text: string;
  icon: IconName;
  action?: { label: string; run: () => void };
}

function describe(need: PanelNeed, page: Page): Described {
  const { t, press, select } = page;
  const { name, title, pull, count = 0 } = need;
  const look = { label: t('show'), run: () => select(name) };
  switch (need.kind) {
    case 'person_awaited':
      return { text: t('need_person_awaited', name, title), icon: 'person', action: look };
    case 'task_failed': {
      const why = need.failure === undefined ? t('state_failed') : failureWord(need.failure, t);
      const text = t('need_task_failed', name, title, why);
      return { text: count === 0 ? text : `${text} ${t('holds_up', count)}`, icon: 'failed', action: look };
    }
    case 'review_blocked':
      return {
        text: t('need_review_blocked', name, title, count),
        icon: 'warning',
        action: pull === undefined ? look : review(pull, page),
      };
    case 'pull_waits':
      return { text: t('need_pull_waits', pull ?? 0, title), icon: 'review', action: review(pull ?? 0, page) };
    case 'merge_held':
      return { text: t('need_merge_held', pull ?? 0, title), icon: 'warning', action: review(pull ?? 0, page) };
    case 'run_paused':
      return {
        text: t('need_run_paused'),
        icon: 'pause',
        action: { label: t('resume'), run: () => press('resume') },
      };
    case 'forge_lost':
      return {
        text: t('need_forge_lost', title),
        icon: 'warning',
        action: { label: t('doctor'), run: () => press('doctor') },
      };
    case 'repository_altered':
      return {
        text: t('need_repository_altered', title),
        icon: 'warning',
        action: { label: t('doctor'), run: () => press('doctor') },
      };
    case 'agent_rests':
      return { text: t('need_agent_rests', name, formatClock(need.until ?? 0)), icon: 'clock' };
    case 'slot_quarantined':
      return {
        text: t('need_slot_quarantined', name, title),
        icon: 'warning',
        action: { label: t('clean_up'), run: () => press('cleanUp') },
      };
  }
}

function review(pull: number, { t, press }: Page) {
  return { label: t('review'), run: () => press('openPull', { pull }) };
}
