// Which branches will not merge with which: a small matrix for the eye, and the same as a list with the files.
import type { PanelConflict } from '../../core/model/panel-dashboard.ts';
import { matrixOf } from './matrix.ts';
import { usePage } from './page.ts';

const listedMax = 30;

export interface ConflictsProps {
  conflicts: readonly PanelConflict[];
  /** Ids in the order of the plan. */
  order: readonly string[];
  selected: string | undefined;
}

export function Conflicts({ conflicts, order, selected }: ConflictsProps) {
  const { t, select } = usePage();
  if (conflicts.length === 0) return <p class="empty">{t('conflicts_none')}</p>;
  const listed = conflicts.slice(0, listedMax);
  return (
    <>
      {conflicts.length > 1 ? <MatrixTable {...{ conflicts, order, selected }} /> : null}
      <ul class="conflicts">
        {listed.map(({ tasks: [one, other], files }) => (
          <li key={`${one} ${other}`}>
            <span class="tone failed dot" aria-hidden="true" />
            <span>
              <button type="button" class="id-link" onClick={() => select(one)}>
                {one}
              </button>
              {' × '}
              <button type="button" class="id-link" onClick={() => select(other)}>
                {other}
              </button>
              <span class="faint files">{files.join(', ')}</span>
            </span>
          </li>
        ))}
      </ul>
      {conflicts.length > listed.length ? <p class="faint">{t('more', conflicts.length - listed.length)}</p> : null}
    </>
  );
}

function MatrixTable({ conflicts, order, selected }: ConflictsProps) {
  const { t } = usePage();
  const { ids, cells, hidden } = matrixOf(conflicts, order);
  return (
    <>
      <table class="matrix" aria-label={t('conflicts')}>
        <thead>
          <tr>
            <td />
            {ids.map((id) => (
              <th key={id} scope="col" class={id === selected ? 'active' : ''}>
                <span>{id}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ids.map((id, row) => (
            <tr key={id}>
              <th scope="row" class={id === selected ? 'active' : ''}>
                {id}
              </th>
              {ids.map((other, column) => {
                const conflict = cells[row]?.[column];
                const text = conflict === undefined ? undefined : `${id} × ${other}: ${conflict.files.join(', ')}`;
                return (
                  <td key={other} class={conflict === undefined ? (row === column ? 'self' : '') : 'hit'} title={text}>
                    {conflict === undefined ? '' : <span aria-label={text}>×</span>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {hidden > 0 ? <p class="faint">{t('more', hidden)}</p> : null}
    </>
  );
}
