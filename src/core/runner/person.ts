// How a person speaks to a runner: one line of JSON each, in a file of the attempt's folder. A word is on disk before anybody is
// told that it was said, so it needs no controller and outlives one. Both ends stand here: the runner listens, everybody else tells.
import { mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { onAbort, throwIfAborted } from '../base/abort.ts';
import { ensureFolder } from '../base/files.ts';
import { followFile } from '../base/jsonl.ts';
import { personWordSchema } from '../model/spirit.ts';
import type { PersonWord } from '../model/spirit.ts';

export type Verdict = PersonWord & { kind: 'done' | 'fail' };

export interface Person extends AsyncDisposable {
  /** Fires when a person takes the attempt over. */
  readonly takenOver: AbortSignal;
  /** The next verdict, in the order in which they were given. @throws Cancelled when the signal fires first. */
  nextVerdict(signal: AbortSignal): Promise<Verdict>;
}

/** In a folder of its own: watching it is not disturbed by what the agent prints. */
const folderName = 'person';
const fileName = 'words.jsonl';

/** Resolves when the word is on disk. */
export async function tellRunner(attempt_dir: string, word: PersonWord): Promise<void> {
  const folder = await ensureFolder(join(attempt_dir, folderName));
  await using file = await open(join(folder, fileName), 'a', 0o600);
  await file.write(`${JSON.stringify(personWordSchema.parse(word))}\n`);
  await file.datasync();
}

/** Listens until it is disposed. Words that were said to another launch are passed over. */
export function listenToPerson(attempt_dir: string, launch: string): Person {
  const folder = join(attempt_dir, folderName);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const [stop, takenOver] = [new AbortController(), new AbortController()];
  const verdicts: Verdict[] = [];
  let wake = (): void => {};
  const listen = async (): Promise<void> => {
    for await (const { line } of followFile(join(folder, fileName), { signal: stop.signal })) {
      const word = parseWord(line);
      if (word?.launch !== launch) continue;
      if (word.kind === 'take_over') takenOver.abort();
      else verdicts.push({ ...word, kind: word.kind });
      wake();
    }
  };
  const listening = listen();
  // Who waits for a verdict hears of it; who does not wait has lost nothing.
  const settled = listening.catch(() => undefined);
  return {
    takenOver: takenOver.signal,
    async nextVerdict(signal) {
      for (;;) {
        const verdict = verdicts.shift();
        if (verdict !== undefined) return verdict;
        throwIfAborted(signal);
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        using _listener = onAbort(signal, resolve);
        // The listening ends before it is told to only when the file cannot be read, and then it throws.
        await Promise.race([promise, listening]);
      }
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await settled;
    },
  };
}

/** Undefined when the line is no word: an agent of the same user could write to the file. */
function parseWord(line: string): PersonWord | undefined {
  try {
    return personWordSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
