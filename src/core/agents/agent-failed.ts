// Ends an agent's turn with a failure that is already known by kind; the driver turns it into the turn's outcome.
import type { Failure } from '../model/failure.ts';

export class AgentFailed extends Error {
  override readonly name = 'AgentFailed';
  readonly failure: Failure;

  constructor(failure: Failure, options: { cause?: unknown } = {}) {
    super(failure.message, options);
    this.failure = failure;
  }
}
