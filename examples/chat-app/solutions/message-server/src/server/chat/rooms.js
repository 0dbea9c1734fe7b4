// Rooms and what is said in them. Messages are ordered by their id, which is the order of arrival.
import { HttpError } from '../http-error.js';

const nameCharactersMax = 60;
const textCharactersMax = 2000;
const pageSizeMax = 50;

export function createRoom(database, name) {
  const wanted = checkText(name, { what: 'A room name', charactersMax: nameCharactersMax });
  if (database.select('rooms', { name: wanted }).length > 0) throw new HttpError(409, 'There is such a room already.');
  return database.write(({ insert }) => insert('rooms', { name: wanted }));
}

export function addMessage(database, { roomId, author, text }) {
  assertRoom(database, roomId);
  const checked = checkText(text, { what: 'A message', charactersMax: textCharactersMax });
  return database.write(({ insert }) => insert('messages', { roomId, author, text: checked }));
}

/** The latest page, oldest message first; `before` is the id of the oldest message that the reader has. */
export function readHistory(database, roomId, { before = Infinity, limit = pageSizeMax } = {}) {
  assertRoom(database, roomId);
  const size = Math.min(Math.max(limit, 1), pageSizeMax);
  const older = database.select('messages', { roomId }).filter(({ id }) => id < before);
  return { messages: older.slice(-size), hasOlder: older.length > size };
}

function assertRoom(database, id) {
  if (database.select('rooms', { id }).length === 0) throw new HttpError(404, 'There is no such room.');
}

function checkText(text, { what, charactersMax }) {
  const trimmed = typeof text === 'string' ? text.trim() : '';
  if (trimmed === '') throw new HttpError(400, `${what} cannot be empty.`);
  if (trimmed.length > charactersMax) throw new HttpError(400, `${what} has at most ${charactersMax} characters.`);
  return trimmed;
}
