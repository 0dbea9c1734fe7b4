// Puts a source of rows into a view of the editor. What was shown is remembered and compared, so that of ten thousand rows only
// those are drawn again that read otherwise: at most four times a second, and not at all while nobody looks. Texts that say how
// long something goes on are looked at every few seconds. All text is plain; tooltips are Markdown without any rights.
import * as vscode from 'vscode';
import type { App, LiveChange } from '../app.ts';
import { createPulse } from '../pulse.ts';
import { subjectOf, type Row, type TreeNode, type TreeSource } from './row.ts';
import { subjectsOf } from './subjects.ts';

export interface TreeOptions<N extends TreeNode> {
  viewId: string;
  source: TreeSource<N>;
}

export interface Tree<N extends TreeNode> extends vscode.Disposable {
  view: vscode.TreeView<N>;
  /** Everything may have changed: the filter, the repositories. */
  refresh(): void;
  reveal(node: N): Promise<void>;
}

const refreshEveryMs = 250;
const tickEveryMs = 5000;
/** More rows are not compared one by one: everything is drawn again. */
const comparedMax = 2000;
/** From so many changed rows on it is cheaper to draw the whole view again. */
const rowsAtOnceMax = 150;

/** A node as it was last shown. */
interface Shown<N> {
  node: N;
  row?: string;
  ticks?: boolean;
  /** Ids of what was shown below it; absent when it was never open, and where looking takes time. */
  children?: string;
}

export function createTree<N extends TreeNode>(app: App, { viewId, source }: TreeOptions<N>): Tree<N> {
  const shown = new Map<string, Shown<N>>();
  const bySubject = new Map<string, Set<Shown<N>>>();
  const roots: { children?: string } = {};
  const changed = new vscode.EventEmitter<N[] | undefined>();
  const touched = new Set<string>();
  const pending = { isAll: false, isStale: false };

  const provider: vscode.TreeDataProvider<N> = {
    onDidChangeTreeData: changed.event,
    getTreeItem(node) {
      const row = source.row(node);
      remember(node, row);
      return itemOf(node, row);
    },
    getChildren(node) {
      const children = source.children(node);
      if (Array.isArray(children)) return keep(node, children);
      return children
        .then((found) => found.map(intern))
        .catch((error: unknown) => {
          app.output.error(error instanceof Error ? error : String(error));
          return [];
        });
    },
    getParent: (node) => {
      const parent = source.parent(node);
      return parent === undefined ? undefined : intern(parent);
    },
    async resolveTreeItem(item, node) {
      const text = await source.tooltip(node).catch(() => undefined);
      item.tooltip = text === undefined ? plainTooltip(item) : new vscode.MarkdownString(text);
      return item;
    },
  };

  function intern(node: N): N {
    return entryOf(node).node;
  }

  function entryOf(node: N): Shown<N> {
    const known = shown.get(node.id);
    if (known !== undefined) return known;
    const entry: Shown<N> = { node };
    shown.set(node.id, entry);
    const subject = subjectOf(node.target);
    const others = bySubject.get(subject) ?? new Set();
    bySubject.set(subject, others.add(entry));
    return entry;
  }

  function forget(entry: Shown<N>): void {
    shown.delete(entry.node.id);
    bySubject.get(subjectOf(entry.node.target))?.delete(entry);
  }

  function keep(node: N | undefined, children: N[]): N[] {
    const holder = node === undefined ? roots : entryOf(node);
    holder.children = idsOf(children);
    return children.map(intern);
  }

  function remember(node: N, row: Row | undefined): void {
    const entry = entryOf(node);
    entry.row = JSON.stringify(row);
    entry.ticks = row?.ticks === true;
  }

  /** Whether a row, or the list of those below it, reads otherwise than it was shown. */
  function isOutdated(entry: Shown<N>): boolean {
    const row = source.row(entry.node);
    if (row === undefined) {
      // Whoever lists it is outdated as well, and no longer will.
      forget(entry);
      return false;
    }
    if (entry.row !== undefined && JSON.stringify(row) !== entry.row) return true;
    if (entry.children === undefined) return false;
    const children = source.children(entry.node);
    return Array.isArray(children) && idsOf(children) !== entry.children;
  }

  function areRootsOutdated(): boolean {
    const children = source.children(undefined);
    return Array.isArray(children) && roots.children !== undefined && idsOf(children) !== roots.children;
  }

  function redraw(entries: Iterable<Shown<N>>): void {
    const outdated = [...entries].filter(isOutdated).map(({ node }) => node);
    if (outdated.length > rowsAtOnceMax || areRootsOutdated()) changed.fire(undefined);
    else if (outdated.length > 0) changed.fire(outdated);
  }

  const pulse = createPulse(refreshEveryMs, () => {
    const isAll = pending.isAll;
    const entries = isAll
      ? [...shown.values()]
      : [...touched].flatMap((subject) => [...(bySubject.get(subject) ?? [])]);
    pending.isAll = false;
    touched.clear();
    if (entries.length > comparedMax) changed.fire(undefined);
    else redraw(entries);
  });

  function note({ repository, events }: LiveChange): void {
    if (!view.visible) {
      pending.isStale = true;
      return;
    }
    if (events.length === 0) pending.isAll = true;
    for (const subject of subjectsOf(repository, events)) touched.add(subject);
    pulse.ring();
  }

  const view = vscode.window.createTreeView(viewId, { treeDataProvider: provider, showCollapseAll: true });
  const tick = setInterval(() => {
    if (view.visible) redraw([...shown.values()].filter(({ ticks }) => ticks === true));
  }, tickEveryMs);
  const refresh = () => {
    pending.isAll = true;
    pulse.ring();
  };
  const parts = vscode.Disposable.from(
    view,
    changed,
    pulse,
    app.repositories.onDidChangeState(note),
    app.repositories.onDidChange(refresh),
    view.onDidChangeVisibility(({ visible }) => {
      if (!visible || !pending.isStale) return;
      pending.isStale = false;
      refresh();
    }),
    { dispose: () => clearInterval(tick) },
  );
  return {
    view,
    refresh,
    reveal: async (node) => view.reveal(intern(node), { select: true, focus: false, expand: true }),
    dispose: () => {
      parts.dispose();
    },
  };
}

function idsOf(nodes: readonly TreeNode[]): string {
  return nodes.map(({ id }) => id).join('\n');
}

const expansion: Record<Row['expands'], vscode.TreeItemCollapsibleState> = {
  never: vscode.TreeItemCollapsibleState.None,
  closed: vscode.TreeItemCollapsibleState.Collapsed,
  open: vscode.TreeItemCollapsibleState.Expanded,
};

function itemOf(node: TreeNode, row: Row | undefined): vscode.TreeItem {
  // Gone between being listed and being drawn; the next refresh takes it away.
  if (row === undefined) return { id: node.id, label: '' };
  const item = new vscode.TreeItem(row.label, expansion[row.expands]);
  item.id = node.id;
  item.iconPath = new vscode.ThemeIcon(
    row.icon.id,
    row.icon.color === undefined ? undefined : new vscode.ThemeColor(row.icon.color),
  );
  item.contextValue = row.context;
  item.accessibilityInformation = { label: row.spoken };
  if (row.description !== undefined) item.description = row.description;
  if (row.click !== undefined) item.command = { command: row.click, title: row.label, arguments: [node.target] };
  return item;
}

function plainTooltip({ label, description }: vscode.TreeItem): string {
  const name = typeof label === 'string' ? label : (label?.label ?? '');
  return typeof description === 'string' ? `${name} · ${description}` : name;
}
