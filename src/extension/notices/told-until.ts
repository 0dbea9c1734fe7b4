// Up to when a person has been told of a repository's news, in a small file that all windows share: what one window has told, no
// other tells again, and neither does the next session. It is only a mark: when it is lost, something is told twice.
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';

const markSchema = z.object({ until: z.number() });

export interface ToldMark {
  /**
   * Up to when another window has told everything; 0 when none has since this one wrote the mark: what this window still has to
   * tell may be older than what it has told.
   */
  byOthers(): Promise<number>;
  /** Milliseconds since the epoch. Never takes back what stands there. */
  write(until: number): Promise<void>;
}

export function toldMark(folder: string, repository: string): ToldMark {
  const name = createHash('sha256').update(repository).digest('hex').slice(0, 32);
  const path = join(folder, `told-${name}.json`);
  let own: number | undefined;
  const read = async (): Promise<number> => {
    try {
      return markSchema.parse(JSON.parse(await readFile(path, 'utf8'))).until;
    } catch {
      return 0;
    }
  };
  return {
    async byOthers() {
      const until = await read();
      return until === own ? 0 : until;
    },
    async write(until) {
      own = Math.max(until, await read());
      await mkdir(folder, { recursive: true });
      await writeFile(path, JSON.stringify({ until: own }));
    },
  };
}
