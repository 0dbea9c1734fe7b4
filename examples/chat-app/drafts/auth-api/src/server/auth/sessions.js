// Sessions last seven days. The database knows only the hash of a token, so that whoever reads it cannot sign in.
import { createHash, randomBytes } from 'node:crypto';

export const sessionMs = 7 * 24 * 60 * 60;

/** Returns the token that the user keeps. */
export function openSession(database, userId) {
  const token = randomBytes(32).toString('hex');
  database.write(({ insert }) => insert('sessions', { userId, tokenHash: hashToken(token) }));
  return token;
}

export function findSessionUser(database, token = '', now = Date.now()) {
  const [session] = database.select('sessions', { tokenHash: hashToken(token) });
  if (session === undefined || now >= session.createdAt + sessionMs) return undefined;
  return database.select('users', { id: session.userId })[0];
}

export function endSession(database, token = '') {
  database.write(({ remove }) => remove('sessions', { tokenHash: hashToken(token) }));
}

function hashToken(token) {
  return createHash('sha256').update(token).digest('hex');
}
