// What the suite says. A window's console holds much else, so that each line is marked; and it does not fill in `%s`.
import { format } from 'node:util';

/** Said instead of everything else by a window that cannot be used: it is to be opened again. */
export const emptyWindow = 'The window has no folders.';

export function print(...parts: unknown[]): void {
  console.log(`[suite] ${format(...parts)}`);
}
