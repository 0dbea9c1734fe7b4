// `necrocode metrics`: the state as numbers, in the text format that Prometheus reads (exposition format 0.0.4).
import { viewMetrics, type Measure } from '../../core/model/view-metrics.ts';
import { locate, readState } from '../../core/necrocode.ts';
import { print, type ExitStatus, type Session } from '../session.ts';

export async function metrics(session: Session): Promise<ExitStatus> {
  const place = await locate(session.cwd);
  const measures = viewMetrics(await readState(place), { now: session.clock.now() });
  print(session, measures.flatMap(renderMeasure));
  return 0;
}

export function renderMeasure({ name, help, type, samples }: Measure): string[] {
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...samples.map(({ labels, value }) => `${name}${renderLabels(labels)} ${value}`),
  ];
}

function renderLabels(labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escape(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escape(value: string): string {
  return value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n');
}
