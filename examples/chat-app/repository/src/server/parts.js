// The parts of the server. Each is a function of the context and gives its routes, and a guard if it has one.
import { health } from './health.js';

/**
 * A route is `{ method, path, isPublic, handle }`: `handle(request)` gives `{ status, body, headers }`.
 * A guard is `(request) => user`: it names the sender of a request that is not public, or refuses it.
 */
export const parts = [
  // One line each.
  health,
];
