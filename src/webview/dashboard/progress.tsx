// The bar of all tasks, in the order of how far they are. It is one picture to a screen reader, and says its numbers.
import { usePage } from './page.ts';
import { statesInOrder, type Sums } from './sums.ts';

export function Progress({ sums: { total, counts } }: { sums: Sums }) {
  const { t } = usePage();
  const label = t('progress', counts.done, total);
  return (
    <div class="progress">
      <div
        class="progress-bar"
        role="progressbar"
        aria-label={t('progress_name')}
        aria-valuemin={0}
        aria-valuemax={Math.max(1, total)}
        aria-valuenow={counts.done}
        aria-valuetext={label}
      >
        {statesInOrder
          .filter((state) => counts[state] > 0 && state !== 'blocked' && state !== 'ready')
          .map((state) => (
            <span key={state} class={`tone ${state}`} style={{ flexGrow: counts[state] }} />
          ))}
        <span class="rest" style={{ flexGrow: counts.blocked + counts.ready }} />
      </div>
      <span class="progress-label">{label}</span>
    </div>
  );
}
