// The items of an asynchronous iteration, to its end or up to a number of them.

export async function collect<T>(items: AsyncIterable<T>, countMax = Infinity): Promise<T[]> {
  const collected: T[] = [];
  if (countMax <= 0) return collected;
  for await (const item of items) {
    collected.push(item);
    if (collected.length >= countMax) break;
  }
  return collected;
}
