// The benchmarks: `node test/bench/bench.ts [name…] [--json]`. Every figure stands beside a peer that was measured in the same
// run on the same machine. A gate that is missed is told, and fails nothing: a busy machine is no bug.
import { parseArgs } from 'node:util';

interface Row {
  name: string;
  ours: number;
  peer: number;
  ratio: number;
  /** A number, or a sentence that begins with it, such as `≤ 1.5 × …`. */
  gate: number | string | undefined;
}

const benches: Record<string, () => Promise<Row[]>> = {
  registry: async () => (await import('./registry.ts')).benchRegistry(),
  schedule: async () => (await import('./schedule.ts')).benchSchedule(),
  slots: async () => (await import('./slots.ts')).benchSlots(),
  status: async () => (await import('./status.ts')).benchStatus(),
  editor: async () => (await import('./editor.ts')).benchEditor(),
  pipeline: async () => (await import('./pipeline.ts')).benchPipeline(),
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' } } });
const unknown = positionals.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}

const rows: (Row & { is_met: boolean | undefined })[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  if (values.json !== true) console.error(`measuring ${name} …`);
  rows.push(...(await bench()).map((row) => ({ ...row, is_met: isMet(row) })));
}
console.log(values.json === true ? JSON.stringify(rows, undefined, 2) : tableOf(rows));

function isMet({ ratio, gate }: Row): boolean | undefined {
  const most = typeof gate === 'string' ? Number(/\d+(?:\.\d+)?/.exec(gate)?.[0]) : gate;
  return most === undefined || Number.isNaN(most) ? undefined : ratio <= most;
}

function tableOf(found: readonly (Row & { is_met: boolean | undefined })[]): string {
  const figure = (value: number) => (Number.isInteger(value) ? String(value) : value.toPrecision(3));
  const lines = found.map(({ name, ours, peer, ratio, gate, is_met }) => [
    name,
    figure(ours),
    figure(peer),
    figure(ratio),
    gate === undefined ? '' : String(gate),
    is_met === undefined ? '' : is_met ? 'ok' : 'missed',
  ]);
  const table = [['name', 'ours', 'peer', 'ratio', 'gate', ''], ...lines];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((line) => (line[column] ?? '').length)));
  return table
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
