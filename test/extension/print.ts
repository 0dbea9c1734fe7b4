// What the suite says. A window's console holds much else, so that each line is marked; and it does not fill in `%s`.
import { format } from 'node:util';

export function print(...parts: unknown[]): void {
  console.log(`[suite] ${format(...parts)}`);
}
