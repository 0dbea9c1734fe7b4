// What a command is to the rest of the extension: a function that may have been told what it is about.
import type { App } from '../app.ts';
import type { Target } from '../target.ts';

/** `args` is everything that the caller has given, the target included. */
export type Command = (app: App, target: Target | undefined, args: readonly unknown[]) => Promise<void>;
