// How a figure gets out of the editor: as a line that the benchmark reads.
import { print } from '../../extension/print.ts';

export function printFigure(name: string, value: number): void {
  print(`figure ${name} ${value}`);
}
