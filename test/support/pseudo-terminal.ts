// A command in a terminal of its own, with a person who types: by `script` of util-linux, which is on every Debian. What is shown is
// waited for, never slept for.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stripVTControlCharacters } from 'node:util';

export interface PseudoTerminal {
  /** Everything shown so far, without colours and cursor movements. */
  shown(): string;
  /** Resolves once the text is shown, behind what was waited for before. */
  untilShown(text: string): Promise<void>;
  type(line: string): void;
  /** The exit status of the command. */
  readonly ended: Promise<number | null>;
}

const waitMsMax = 60_000;

export function openPseudoTerminal(
  argv: readonly string[],
  { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv },
): PseudoTerminal {
  const words = argv.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  // SHELL runs the words, and is what the command is given too.
  const child = spawn('script', ['--quiet', '--flush', '--return', '--command', `exec ${words}`, '/dev/null'], {
    cwd,
    env,
  });
  let text = '';
  let seen = 0;
  let isOver = false;
  let look = (): void => {};
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    look();
  });
  const shown = () => stripVTControlCharacters(text).replaceAll('\r', '');
  const ended = once(child, 'close').then(([status]) => {
    isOver = true;
    look();
    return status as number | null;
  });
  return {
    shown,
    async untilShown(wanted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const late = setTimeout(resolve, waitMsMax);
      look = () => {
        if (isOver || shown().indexOf(wanted, seen) !== -1) resolve();
      };
      look();
      await promise;
      clearTimeout(late);
      const at = shown().indexOf(wanted, seen);
      assert.notEqual(at, -1, `"${wanted}" was not shown behind character ${seen}:\n${shown()}`);
      seen = at + wanted.length;
    },
    type: (line) => {
      child.stdin.write(`${line}\n`);
    },
    ended,
  };
}
