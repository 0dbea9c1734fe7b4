// Gives every task of a file a key: unique when case-folded, valid as a task id, and the file's own id wherever that serves.
import { foldId, taskIdSchema } from '../model/ids.ts';
import type { Node } from './tree.ts';

/** `statedId` is the value of an `**ID**` line, where the node has one. */
export function nameTasks(nodes: readonly Node[], statedId: (node: Node) => string | undefined): Map<Node, string> {
  const keys = new Map<Node, string>();
  const used = new Set<string>();
  const take = (node: Node, key: string): boolean => {
    if (used.has(foldId(key)) || !taskIdSchema.safeParse(key).success) return false;
    used.add(foldId(key));
    keys.set(node, key);
    return true;
  };
  for (const node of nodes) {
    const wanted = [statedId(node), node.id].filter((id) => id !== undefined);
    const choices = [...wanted, ...wanted.map((id) => `${id}@L${node.entry.at + 1}`)];
    choices.some((key) => take(node, key));
  }
  const counts = new Map<Node | undefined, number>();
  for (const node of nodes) {
    if (keys.has(node)) continue;
    const parentKey = node.parent === undefined ? undefined : keys.get(node.parent);
    let count = counts.get(node.parent) ?? 0;
    do {
      count += 1;
    } while (!take(node, keyInFamily(parentKey, count)));
    counts.set(node.parent, count);
  }
  return keys;
}

/** `3.1` for the first nameless child of 3; a plain number at the top, and below parents whose key leaves no room. */
function keyInFamily(parentKey: string | undefined, count: number): string {
  return parentKey === undefined || parentKey.length > 50 ? String(count) : `${parentKey}.${count}`;
}
