// What was acquired on the way to something, to be given back in reverse order should the way end early. It is the language's own
// AsyncDisposableStack as far as we need it: Node 22, and with it many an editor's extension host, has none.

export interface Undo extends AsyncDisposable {
  /** Given back with the rest, the last first. */
  use<T extends AsyncDisposable | Disposable>(held: T): T;
  defer(giveBack: () => Promise<void> | void): void;
  /** Everything belongs to whoever has called it; this one gives nothing back any more. */
  move(): Undo;
  /** Gives back everything, even when some of it fails; what failed first is thrown then. */
  disposeAsync(): Promise<void>;
}

type GiveBack = () => PromiseLike<void> | void;

export function createUndo(steps: GiveBack[] = []): Undo {
  const disposeAsync = async (): Promise<void> => {
    const errors: unknown[] = [];
    for (const giveBack of steps.splice(0).reverse()) {
      try {
        await giveBack();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  };
  return {
    use(held) {
      steps.push(() => (Symbol.asyncDispose in held ? held[Symbol.asyncDispose]() : held[Symbol.dispose]()));
      return held;
    },
    defer: (giveBack) => void steps.push(giveBack),
    move: () => createUndo(steps.splice(0)),
    disposeAsync,
    [Symbol.asyncDispose]: disposeAsync,
  };
}
