// What is kept over a reload of the window: which pull request this is, which files are open, and what was being written.
import * as z from 'zod/mini';

export const viewStateSchema = z.object({
  repository: z.catch(z.string(), ''),
  number: z.catch(z.number(), 0),
  /** Paths of files that somebody has opened or closed, against what the page would do by itself. */
  opened: z.catch(z.array(z.string()), []),
  closed: z.catch(z.array(z.string()), []),
  folded: z.catch(z.array(z.string()), []),
  draft: z.catch(z.string(), ''),
});

export type ViewState = z.infer<typeof viewStateSchema>;

export const firstViewState: ViewState = {
  ...{ repository: '', number: 0, opened: [], closed: [], folded: [], draft: '' },
};
