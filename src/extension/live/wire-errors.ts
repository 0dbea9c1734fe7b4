// Errors on their way between threads: what people are shown, and what our log keeps, arrives; the rest of the object does not.
import { Cancelled, UserError, messageOf } from '../../core/base/errors.ts';
import type { WireError } from './wire.ts';

export function errorToWire(error: unknown): WireError {
  if (!(error instanceof Error)) return { name: 'Error', message: messageOf(error) };
  const { name, message, stack } = error;
  const { hint, ja } = error instanceof UserError ? error : {};
  return {
    ...{ name, message },
    ...(hint === undefined ? {} : { hint }),
    ...(ja === undefined ? {} : { ja }),
    ...(stack === undefined ? {} : { stack }),
  };
}

export function errorFromWire({ name, message, hint, ja, stack }: WireError): Error {
  if (name === 'UserError') return new UserError(message, { hint, ja });
  if (name === 'Cancelled' || name === 'AbortError') return new Cancelled(message);
  const error = new Error(message);
  error.name = name;
  if (stack !== undefined) error.stack = stack;
  return error;
}
