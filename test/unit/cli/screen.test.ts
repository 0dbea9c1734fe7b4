import assert from 'node:assert/strict';
import { openScreen } from '../../../src/cli/screen.ts';
import { testSession } from '../../support/session.ts';

/** What a terminal shows after all this was written to it: only the sequences that a screen uses. */
function shownBy(text: string, columns: number): { lines: string[]; isCursorShown: boolean } {
  const lines: string[] = [''];
  let [row, isCursorShown] = [0, true];

  for (const [token] of text.matchAll(/\u001b\[[?0-9]*[a-zA-Z]|\r|\n|[^\u001b\r\n]+/g)) {
    const up = /^\u001b\[(\d+)A$/.exec(token)?.[1];
    if (up !== undefined) row -= Number(up);
    else if (token === '\n') lines[(row += 1)] ??= '';
    else if (token === '\u001b[0J') lines.splice(row, Infinity, '');
    else if (token.endsWith('?25l')) isCursorShown = false;
    else if (token.endsWith('?25h')) isCursorShown = true;
    else if (!/^[\u001b\r]/.test(token)) lines[row] = token;
    assert.ok(row >= 0, 'the cursor left the screen');
    assert.ok((lines[row] ?? '').length <= columns);
  }
  return { lines: lines.slice(0, -1), isCursorShown };
}

describe('the screen', () => {
  it('replaces its frame, and keeps above it what was printed', async () => {
    const { stdout, written } = await testSession({ isTTY: true, columns: 40 });
    using screen = openScreen(stdout);
    screen.draw(['one', 'two', 'three']);
    screen.print(['✓ Task 1 completed']);
    screen.draw(['four']);
    screen.print(['✓ Task 2 completed']);
    assert.deepEqual(shownBy(written(), 40).lines, ['✓ Task 1 completed', '✓ Task 2 completed', 'four']);
  });

  it('hides the cursor while it is open, and leaves it as it was', async () => {
    const { stdout, written } = await testSession({ isTTY: true, columns: 40 });
    const before = process.listenerCount('exit');
    const screen = openScreen(stdout);
    screen.draw(['one']);
    assert.equal(shownBy(written(), 40).isCursorShown, false);
    screen[Symbol.dispose]();
    assert.equal(shownBy(written(), 40).isCursorShown, true);
    assert.equal(process.listenerCount('exit'), before);
  });

  it('writes each frame as one update, so that nothing flickers', async () => {
    const { stdout, written } = await testSession({ isTTY: true, columns: 40 });
    using screen = openScreen(stdout);
    screen.draw(['one']);
    screen.draw(['two']);
    const updates = written().split('\u001b[?2026h').slice(1);
    assert.equal(updates.length, 2);
    for (const update of updates) assert.ok(update.endsWith('\u001b[?2026l'));
  });
});
