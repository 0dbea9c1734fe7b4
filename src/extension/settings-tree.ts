// From the editor's settings to the layer that the engine reads: `limits.wallClockMs` becomes `wall_clock_ms` below `limits`. Only what somebody
// has set is taken: a default of the editor must not win over a file of the project.

/** What is known of one setting, as the editor's `inspect` gives it. */
export interface Inspected {
  globalValue?: unknown;
  workspaceValue?: unknown;
  workspaceFolderValue?: unknown;
}

/** Settings of the editor alone. */
const ofEditorOnly: ReadonlySet<string> = new Set(['notifications']);

/** `names` stand without `necrocode.`; null means that nothing is said. */
export function settingsTree(
  names: readonly string[],
  inspect: (name: string) => Inspected | undefined,
): Record<string, unknown> {
  const tree: Record<string, unknown> = {};
  for (const name of names) {
    const { globalValue, workspaceValue, workspaceFolderValue } = inspect(name) ?? {};
    const value = workspaceFolderValue ?? workspaceValue ?? globalValue;
    if (value === undefined || value === null || ofEditorOnly.has(name)) continue;
    put(tree, name.split('.').map(snakeCase), numberOf(value));
  }
  return tree;
}

/** A number or a word is typed into one field. */
function numberOf(value: unknown): unknown {
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function put(tree: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    tree[name] = value;
    return;
  }
  const below = tree[name];
  const group = typeof below === 'object' && below !== null ? (below as Record<string, unknown>) : {};
  tree[name] = group;
  put(group, rest, value);
}
