// What was changed in a repository's own git files while somebody worked in a slot: things that belong to the user and that no task
// has any business with. It is told, never undone: the user works in the same repository, and may have done it.
import * as z from 'zod';

export const alterationKinds = ['config', 'hook', 'info', 'ref'] as const;

export const alterationSchema = z.object({
  kind: z.enum(alterationKinds),
  /** A path below git's common directory, or the full name of a ref. */
  name: z.string().max(300),
  change: z.enum(['created', 'changed', 'deleted']),
  /** Settings of a config file that differ. Names only: their values may be secret. */
  keys: z.array(z.string().max(100)).max(20).optional(),
  /** What stood there, and what stands there now: a digest of the file, or the commit of the ref. */
  before: z.string().max(64).optional(),
  after: z.string().max(64).optional(),
});

export const alteredSchema = z.object({
  /** The first of them; `count` is how many there are. */
  alterations: z.array(alterationSchema).max(100),
  count: z.int().min(1),
  /** Who had a slot meanwhile, as `<spec>/<task>/<attempt>`; not everybody has to have done it. */
  holders: z.array(z.string().max(300)).max(100),
  /** The folder in which both states of the files are kept. */
  kept: z.string().max(4000).optional(),
});

export type Alteration = z.infer<typeof alterationSchema>;
export type AlterationKind = Alteration['kind'];
export type Altered = z.infer<typeof alteredSchema>;

/** Whether it can lead git to run a program or to leave something out; a moved ref can not. */
export function isDangerous({ kind }: Pick<Alteration, 'kind'>): boolean {
  return kind !== 'ref';
}
