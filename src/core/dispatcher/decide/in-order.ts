// The first few of many, in order, without sorting the rest: a binary heap that is built in linear time.

/** Yields the items from the smallest on. Works on a copy; each step costs O(log n). */
export function* inOrder<T>(items: readonly T[], compare: (a: T, b: T) => number): Generator<T, undefined> {
  const heap = [...items];
  for (let n = (heap.length >> 1) - 1; n >= 0; n -= 1) siftDown(heap, n, compare);
  while (heap.length > 0) {
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined) return undefined;
    if (heap.length > 0) {
      heap[0] = last;
      siftDown(heap, 0, compare);
    }
    yield first;
  }
  return undefined;
}

function siftDown<T>(heap: T[], from: number, compare: (a: T, b: T) => number): void {
  const isBefore = (a: number, b: number) => a < heap.length && compare(heap[a] as T, heap[b] as T) < 0;
  let parent = from;
  for (;;) {
    const left = 2 * parent + 1;
    const child = isBefore(left + 1, left) ? left + 1 : left;
    if (!isBefore(child, parent)) return;
    [heap[parent], heap[child]] = [heap[child] as T, heap[parent] as T];
    parent = child;
  }
}
