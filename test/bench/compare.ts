// How a figure is taken: two sides in turn, as pairs, so that a busy moment of the machine meets both; medians of the times, and
// the median of the ratios of the pairs, which is what a gate is about.

export interface BenchRow {
  name: string;
  /** Milliseconds, or the unit of the name. */
  ours: number;
  peer: number;
  ratio: number;
  /** The ratio at most; undefined where it is only reported. */
  gate: number | undefined;
}

export type Side = () => unknown;

export async function comparePairs(
  { name, gate, pairs }: { name: string; gate: number | undefined; pairs: number },
  ours: Side,
  peer: Side,
): Promise<BenchRow> {
  const times: { ours: number; peer: number }[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const [first, second] = pair % 2 === 0 ? [ours, peer] : [peer, ours];
    const a = await timeOf(first);
    const b = await timeOf(second);
    times.push(pair % 2 === 0 ? { ours: a, peer: b } : { ours: b, peer: a });
  }
  return {
    name,
    ours: median(times.map((time) => time.ours)),
    peer: median(times.map((time) => time.peer)),
    ratio: median(times.map((time) => time.ours / time.peer)),
    gate,
  };
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

async function timeOf(side: Side): Promise<number> {
  const begun = performance.now();
  await side();
  return performance.now() - begun;
}
