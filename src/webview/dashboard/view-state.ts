// How somebody has set up the page: kept by the editor over a reload, together with what the host needs to open it again. What was
// kept by another version is parsed field by field, and what does not fit is as at the beginning.
import * as z from 'zod/mini';
import { panelStates } from '../../core/model/panel-dashboard.ts';

export const viewStateSchema = z.object({
  repository: z.catch(z.string(), ''),
  spec_id: z.catch(z.string(), ''),
  shows: z.catch(z.enum(['graph', 'table']), 'graph'),
  text: z.catch(z.string(), ''),
  states: z.catch(z.array(z.enum(panelStates)), []),
  selected: z.catch(z.optional(z.string()), undefined),
  /** Keys of the groups that are opened. */
  opened: z.catch(z.array(z.string()), []),
  /** Ids of the parts that are folded away. */
  folded: z.catch(z.array(z.string()), []),
  /** Whether the tasks that decide when all is over are set off. */
  shows_critical: z.catch(z.boolean(), false),
});

export type ViewState = z.infer<typeof viewStateSchema>;

export const firstViewState: ViewState = {
  ...{ repository: '', spec_id: '', shows: 'graph', text: '', states: [], selected: undefined },
  ...{ opened: [], folded: [], shows_critical: false },
};

/** With the id when it is not in the list, without it when it is. */
export function toggled(ids: readonly string[], id: string): string[] {
  return ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id];
}
