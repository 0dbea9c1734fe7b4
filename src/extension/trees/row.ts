// What a tree shows, as data; the adapter alone makes the editor's items of it. A node says what a row stands for and never
// changes; its row is written anew from the state whenever it is looked at, and compared with what was shown before.
import type { Target } from '../target.ts';

export interface TreeNode {
  kind: string;
  /** Unique in its view, and the same for as long as the thing exists. */
  id: string;
  target: Target;
}

export interface Row {
  label: string;
  description?: string;
  icon: Icon;
  /** Words that the menus in package.json look for. */
  context: string;
  expands: 'never' | 'closed' | 'open';
  /** What a screen reader says instead of the label. */
  spoken: string;
  /** One of our commands, run with the node's target on a click. */
  click?: string;
  /** The description says how long something has been going on. */
  ticks?: true;
  /** Not shown; another value means that what is below the row has changed. */
  version?: number;
}

export interface Icon {
  /** Name of a codicon. */
  id: string;
  /** Name of a colour of the theme. */
  color?: string;
}

/** One view: everything that is decided about it without the editor. */
export interface TreeSource<N extends TreeNode> {
  /** Of the roots when no node is given. */
  children(node: N | undefined): N[] | Promise<N[]>;
  parent(node: N): N | undefined;
  /** Undefined when what it stood for is gone. */
  row(node: N): Row | undefined;
  /** Markdown that can do nothing, whatever is in it. */
  tooltip(node: N): Promise<string | undefined>;
}

/** A row that says no more to the ear than to the eye. */
export function plainRow(
  label: string,
  icon: Icon,
  { expands = 'never', ...parts }: Pick<Row, 'context'> & Partial<Pick<Row, 'description' | 'expands' | 'click'>>,
): Row {
  const spoken = parts.description === undefined ? label : `${label}, ${parts.description}`;
  return { label, icon, spoken, expands, ...parts };
}

/** No part of it contains the separator but the path of the repository, which stands last. */
export function idOf(kind: string, { repository, spec_id, task_id, attempt }: Target, what = ''): string {
  return [kind, spec_id, task_id, attempt, what, repository].map((part) => part ?? '').join('|');
}

/** What a node is about, and an event: rows of the same subject are looked at again together. */
export function subjectOf({ repository, spec_id, task_id }: Target): string {
  return idOf('', { repository, spec_id, task_id });
}
