// The one writer of the log: takes lines, acknowledges them when they would survive a power cut. It does not know what is in a line.
//
// Life of a line: queued → written in one write with its neighbours → synced → acknowledged.
//   - While one batch is being synced the next one gathers, so concurrent callers share a sync and a lone one never waits.
//   - Not taken by the disk: cut back to where the batch began, then the batch and everything behind it are refused.
//   - Not synced, or not cut back: poisoned. The kernel may have dropped the bytes and would lie on the second try.
//   - The file is not as this writer left it: fenced. Poisoned and fenced are final.
import type { Disk } from './disk.ts';
import type { RegistryPaths } from './paths.ts';
import { FencedError, PoisonedError, WriteRefusedError } from './registry-errors.ts';
import { rotatedSegment, type Position } from './segments.ts';
import { messageOf } from '../base/errors.ts';

export interface JournalOptions {
  paths: RegistryPaths;
  disk: Disk;
  /** Where the log ends. */
  end: Position;
  segmentBytesMax?: number;
  segmentLinesMax?: number;
  /** Called after lines were refused or the journal has failed, before their callers are told. */
  onRefused?: () => void;
}

interface Entry {
  text: string;
  lines: number;
  resolve: (end: Position) => void;
  reject: (error: unknown) => void;
}

const batchLinesMax = 256;
const segmentBytesMaxDefault = 16 * 1024 * 1024;
const segmentLinesMaxDefault = 100_000;

export class Journal implements AsyncDisposable {
  readonly #paths: RegistryPaths;
  readonly #disk: Disk;
  readonly #limits: { bytes: number; lines: number };
  readonly #onRefused: () => void;
  #fd: number;
  #ino: number;
  #end: Position;
  #queue: Entry[] = [];
  #draining: Promise<void> | undefined;
  #failure: Error | undefined;
  #isClosing = false;

  /** Opens the current segment, whose length must be `end.offset`. */
  constructor(options: JournalOptions) {
    this.#paths = options.paths;
    this.#disk = options.disk;
    this.#end = options.end;
    this.#limits = {
      bytes: options.segmentBytesMax ?? segmentBytesMaxDefault,
      lines: options.segmentLinesMax ?? segmentLinesMaxDefault,
    };
    this.#onRefused = options.onRefused ?? (() => {});
    this.#fd = this.#disk.openForAppend(this.#paths.events);
    this.#ino = this.#disk.mark(this.#paths.events)?.ino ?? -1;
  }

  /** Why nothing more can be written, once that is so. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Appends whole lines, all or none. Returns where they end, once they are durable. */
  append(text: string, lines: number): Promise<Position> {
    const failure = this.#failure ?? (this.#isClosing ? closedError() : undefined);
    if (failure !== undefined) return Promise.reject(failure);
    const { promise, resolve, reject } = Promise.withResolvers<Position>();
    this.#queue.push({ text, lines, resolve, reject });
    this.#draining ??= this.#drain();
    return promise;
  }

  /** Where the lines end that were appended so far, once they are durable. */
  settled(): Promise<Position> {
    return this.append('', 0);
  }

  /** Looks whether the file is still as this writer has left it. While something is being written, that looks for itself. */
  look(): void {
    if (this.#draining === undefined && this.#failure === undefined) this.#fenceUnless(this.#end.offset);
  }

  /** Stops all writing. Returns the first reason, which is the one that callers get. */
  fail(error: Error): Error {
    this.#failure ??= error;
    return this.#failure;
  }

  /** What is queued is still written. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosing = true;
    await this.#draining;
    this.fail(closedError());
    this.#disk.close(this.#fd);
  }

  async #drain(): Promise<void> {
    // Callers of the same turn share the first write.
    await Promise.resolve();
    while (this.#queue.length > 0) {
      const batch = this.#takeBatch();
      try {
        const ends = await this.#commit(batch);
        batch.forEach((entry, i) => entry.resolve(ends[i] ?? this.#end));
      } catch (error) {
        const refused = [...batch, ...this.#queue.splice(0)];
        this.#onRefused();
        for (const entry of refused) entry.reject(error);
      }
    }
    this.#draining = undefined;
  }

  #takeBatch(): Entry[] {
    let count = 0;
    let lines = 0;
    for (const entry of this.#queue) {
      lines += entry.lines;
      if (count > 0 && lines > batchLinesMax) break;
      count += 1;
    }
    return this.#queue.splice(0, count);
  }

  async #commit(batch: Entry[]): Promise<Position[]> {
    const bytes = Buffer.from(batch.map((entry) => entry.text).join(''));
    if (bytes.length > 0) {
      this.#throwIfFailed();
      this.#throwIfFenced(this.#end.offset);
      if (this.#end.offset >= this.#limits.bytes || this.#end.lines >= this.#limits.lines) await this.#rotate();
      this.#write(bytes);
      await this.#sync();
      this.#throwIfFenced(this.#end.offset + bytes.length);
    }
    return batch.map((entry) => {
      const { segment, offset, lines } = this.#end;
      this.#end = { segment, offset: offset + Buffer.byteLength(entry.text), lines: lines + entry.lines };
      return this.#end;
    });
  }

  #throwIfFailed(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  #throwIfFenced(size: number): void {
    this.#fenceUnless(size);
    this.#throwIfFailed();
  }

  #fenceUnless(size: number): void {
    const mark = this.#disk.mark(this.#paths.events);
    if (mark?.ino === this.#ino && mark.size === size) return;
    const found = mark === undefined ? 'is gone' : `has ${mark.size} bytes in place of ${size}`;
    this.fail(new FencedError(`Another process has taken over the registry: ${this.#paths.events} ${found}.`));
  }

  #write(bytes: Buffer): void {
    try {
      const written = this.#disk.write(this.#fd, bytes);
      if (written !== bytes.length) throw new Error(`only ${written} of ${bytes.length} bytes were taken`);
    } catch (cause) {
      this.#cutBack(cause);
      throw new WriteRefusedError(`${this.#paths.events} could not be written: ${messageOf(cause)}.`, { cause });
    }
  }

  #cutBack(writeError: unknown): void {
    try {
      this.#disk.truncate(this.#fd, this.#end.offset);
    } catch {
      this.#poison('a write that had failed could not be undone', writeError);
    }
  }

  async #sync(): Promise<void> {
    try {
      await this.#disk.sync(this.#fd);
    } catch (cause) {
      this.#poison('the disk did not confirm what was written', cause);
    }
  }

  #poison(what: string, cause: unknown): never {
    throw this.fail(new PoisonedError(`${this.#paths.events}: ${what} (${messageOf(cause)}).`, { cause }));
  }

  /** Everything in the segment is durable by now. The new name is, too, before a line is written under it. */
  async #rotate(): Promise<void> {
    const { segment } = this.#end;
    try {
      this.#disk.rename(this.#paths.events, rotatedSegment(this.#paths, segment).path);
    } catch (cause) {
      throw new WriteRefusedError(`${this.#paths.events} could not be rotated: ${messageOf(cause)}.`, { cause });
    }
    try {
      const fd = this.#disk.openForAppend(this.#paths.events);
      this.#disk.close(this.#fd);
      this.#fd = fd;
      this.#ino = this.#disk.mark(this.#paths.events)?.ino ?? -1;
      await this.#disk.syncFolder(this.#paths.dir);
    } catch (cause) {
      this.#poison('a new segment could not be begun', cause);
    }
    this.#end = { segment: segment + 1, offset: 0, lines: 0 };
  }
}

function closedError(): Error {
  return new PoisonedError('The registry has been closed.');
}
