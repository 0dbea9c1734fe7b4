// Sign-up, sign-in and sign-out over HTTP, and the guard of every request that is not public.
import { HttpError } from '../http-error.js';
import { hashPassword, isPassword } from './passwords.js';
import { endSession, findSessionUser, openSession, sessionMs } from './sessions.js';

const cookieName = 'chat_session';
const passwordCharactersMin = 10;
const passwordCharactersMax = 200;

export function auth({ database }) {
  /** Compared with when there is no such account, so that the time of an answer does not tell. */
  const decoy = hashPassword('');
  const userNamed = (name) => database.select('users', { name })[0];

  async function signUp({ body }) {
    const { name, password } = readCredentials(body);
    if (!/^[\p{L}\p{N}_-]{2,30}$/u.test(name)) throw new HttpError(400, 'A name has 2 to 30 letters or digits.');
    if (password.length < passwordCharactersMin) {
      throw new HttpError(400, `A password has at least ${passwordCharactersMin} characters.`);
    }
    const passwordHash = await hashPassword(password);
    // Asked after the wait, in which somebody else may have taken the name.
    if (userNamed(name)) throw new HttpError(409, 'This name is taken.');
    return signedIn(
      201,
      database.write(({ insert }) => insert('users', { name, passwordHash })),
    );
  }

  async function signIn({ body }) {
    const { name, password } = readCredentials(body);
    const user = userNamed(name);
    const isRight = await isPassword(password, user?.passwordHash ?? (await decoy));
    if (!user || !isRight) throw new HttpError(401, 'Name or password is wrong.');
    return signedIn(200, user);
  }

  function signOut({ cookies }) {
    endSession(database, cookies[cookieName]);
    return { headers: cookieHeader('', 0) };
  }

  function guard({ cookies }) {
    const user = findSessionUser(database, cookies[cookieName]);
    if (!user) throw new HttpError(401, 'Please sign in.');
    return { id: user.id, name: user.name };
  }

  const signedIn = (status, { id, name }) => {
    const headers = cookieHeader(openSession(database, id), sessionMs / 1000);
    return { status, body: { name }, headers };
  };
  return {
    guard,
    routes: [
      { method: 'POST', path: '/api/sign-up', isPublic: true, handle: signUp },
      { method: 'POST', path: '/api/sign-in', isPublic: true, handle: signIn },
      { method: 'POST', path: '/api/sign-out', isPublic: true, handle: signOut },
      { method: 'GET', path: '/api/me', handle: ({ user }) => ({ body: { name: user.name } }) },
    ],
  };
}

function readCredentials({ name, password }) {
  if (typeof name !== 'string' || typeof password !== 'string' || password.length > passwordCharactersMax) {
    throw new HttpError(400, 'A name and a password are needed.');
  }
  return { name: name.trim(), password };
}

function cookieHeader(value, seconds) {
  return { 'set-cookie': `${cookieName}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; Secure; SameSite=Strict` };
}
