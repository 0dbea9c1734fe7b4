// The registry in the hands of its one owner. An event is checked, folded and written, in this order: what cannot be true
// never reaches the log. `state` runs ahead of the disk by the events whose `append` has not returned yet; when the disk
// refuses them it is folded anew from what is there.
import type { Clock } from '../base/clock.ts';
import { applyEvent } from '../model/apply.ts';
import { parseNewEvent, type NewEvent, type RegistryEvent } from '../model/events.ts';
import type { State } from '../model/state.ts';
import type { Disk } from './disk.ts';
import { renderTasks } from './export-tasks.ts';
import { Journal, type JournalOptions } from './journal.ts';
import { loadRegistry, type Loaded } from './load.ts';
import type { RegistryPaths } from './paths.ts';
import { damageIn, type RegistryProblem } from './problems.ts';
import { stamp, type Stamped } from './record.ts';
import { PoisonedError } from './registry-errors.ts';
import { freezeSnapshot, publishSnapshot } from './snapshot.ts';

/** Hears of events once they are durable. What it throws is reported, and goes no further. */
export type AppendListener = (events: readonly RegistryEvent[]) => void;

export interface OwnedRegistryOptions extends Pick<JournalOptions, 'segmentBytesMax' | 'segmentLinesMax'> {
  paths: RegistryPaths;
  disk: Disk;
  clock: Clock;
  /** How many events may follow a snapshot before the next one is written. */
  snapshotEventsMax?: number;
  /** Hears of what fails beside the appends: a listener that throws, a snapshot that cannot be written. */
  onTrouble?: (error: unknown) => void;
  /** Released last, when the registry is disposed. */
  lock?: AsyncDisposable;
}

const snapshotEventsMaxDefault = 5000;
/** On closing nobody waits for the next event, so a snapshot pays earlier. */
const closingSnapshotEventsMin = 500;
/** From so many tasks on, readers should never have to fold: a state at rest always has its snapshot. */
const largeStateTasksMin = 1000;

export class OwnedRegistry implements AsyncDisposable {
  readonly epoch: number;
  /** What was wrong when the registry was opened. A torn record has been cut off by now. */
  readonly problems: readonly RegistryProblem[];
  readonly #options: OwnedRegistryOptions;
  readonly #journal: Journal;
  readonly #listeners = new Set<AppendListener>();
  #state: State;
  /** Folded but not acknowledged yet, oldest first. */
  #pending: RegistryEvent[] = [];
  #snapshotSeq: number;
  #snapshotting: Promise<void> | undefined;

  /** `loaded` is what the files hold; `epoch` has been claimed. */
  constructor(loaded: Loaded, epoch: number, options: OwnedRegistryOptions) {
    this.epoch = epoch;
    this.problems = loaded.problems;
    this.#options = options;
    this.#state = loaded.state;
    this.#snapshotSeq = loaded.snapshotSeq;
    this.#journal = new Journal({ ...options, end: loaded.end, onRefused: () => this.#foldAnew([]) });
    const damage = damageIn(loaded.problems);
    if (damage !== undefined) this.#journal.fail(damage);
  }

  /** The live projection. Read it anew after every wait: a refused write replaces the object. */
  get state(): State {
    return this.#state;
  }

  /** Why nothing can be appended any more, once that is so: damage, a failed disk, or a new owner. */
  get failure(): Error | undefined {
    return this.#journal.failure;
  }

  /** The same after a look at the log: somebody may have written to it, or taken it away, without being asked. */
  check(): Error | undefined {
    this.#journal.look();
    return this.failure;
  }

  get isReadOnly(): boolean {
    return this.failure !== undefined;
  }

  /**
   * Appends events, all or none. Returns them with their places, once they would survive a power cut.
   * Throws a ZodError or an InvariantError for events that cannot be, and WriteRefusedError, PoisonedError or FencedError.
   */
  async append(events: readonly NewEvent[]): Promise<RegistryEvent[]> {
    if (this.#journal.failure !== undefined) throw this.#journal.failure;
    if (events.length === 0) return [];
    const stamped = this.#stampAll(events);
    const appended = stamped.map(({ event }) => event);
    this.#fold(appended);
    this.#pending.push(...appended);
    await this.#journal.append(stamped.map(({ line }) => line).join(''), stamped.length);
    this.#pending.splice(0, appended.length);
    this.#announce(appended);
    this.#snapshotWhenDue();
    return appended;
  }

  /** Calls the listener after every append, until what is returned is disposed. */
  onAppended(listener: AppendListener): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }

  /** Publishes the present state, durably. */
  async snapshot(): Promise<void> {
    const { paths, disk } = this.#options;
    const { seq } = this.#state;
    const frozen = freezeSnapshot(this.#state);
    // A snapshot must never know more than the log: it waits for the events that it has folded.
    const position = await this.#journal.settled();
    await publishSnapshot(paths, frozen, position, disk);
    this.#snapshotSeq = seq;
  }

  /** Publishes tasks.jsonl: one line per task with its present state. */
  async exportTasks(): Promise<void> {
    await this.#options.disk.publish(this.#options.paths.tasks, Buffer.from(renderTasks(this.#state)));
  }

  /** Waits for what is being written, closes the log, and lets the next owner in. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#snapshotWhenDue(countTasks(this.#state) < largeStateTasksMin ? closingSnapshotEventsMin : 1);
    await this.#snapshotting;
    try {
      await this.#journal[Symbol.asyncDispose]();
    } finally {
      await this.#options.lock?.[Symbol.asyncDispose]();
    }
  }

  #stampAll(events: readonly NewEvent[]): Stamped[] {
    const at = this.#options.clock.now();
    const { epoch } = this;
    return events.map((event, i) => stamp(parseNewEvent(event), { seq: this.#state.seq + 1 + i, epoch, at }));
  }

  #fold(events: readonly RegistryEvent[]): void {
    try {
      for (const event of events) applyEvent(this.#state, event);
    } catch (error) {
      this.#foldAnew(this.#pending);
      throw error;
    }
  }

  /** Goes back to what the log holds and the events that are on their way to it. */
  #foldAnew(pending: RegistryEvent[]): void {
    this.#pending = pending;
    try {
      const loaded = loadRegistry(this.#options.paths, this.#options.disk);
      for (const event of pending) if (event.seq > loaded.state.seq) applyEvent(loaded.state, event);
      this.#state = loaded.state;
    } catch (cause) {
      this.#journal.fail(new PoisonedError('The registry could not be read back.', { cause }));
    }
  }

  #announce(events: readonly RegistryEvent[]): void {
    for (const listener of this.#listeners) {
      try {
        listener(events);
      } catch (error) {
        this.#options.onTrouble?.(error);
      }
    }
  }

  /** A snapshot saves time and nothing else: nobody waits for it, and nothing fails with it. */
  #snapshotWhenDue(eventsMin = this.#options.snapshotEventsMax ?? snapshotEventsMaxDefault): void {
    if (this.isReadOnly || this.#state.seq - this.#snapshotSeq < eventsMin) return;
    this.#snapshotting ??= this.#snapshotInBackground();
  }

  async #snapshotInBackground(): Promise<void> {
    try {
      await this.snapshot();
    } catch (error) {
      this.#options.onTrouble?.(error);
    }
    this.#snapshotting = undefined;
  }
}

function countTasks({ specs }: State): number {
  let count = 0;
  for (const { tasks } of specs.values()) count += tasks.size;
  return count;
}
