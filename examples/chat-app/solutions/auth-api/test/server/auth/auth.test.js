import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { auth } from '../../../src/server/auth/part.js';
import { findSessionUser, openSession } from '../../../src/server/auth/sessions.js';
import { openContext } from '../../../src/server/context.js';

const dayMs = 24 * 60 * 60 * 1000;
const mina = { name: 'mina', password: 'a long good word' };

describe('authentication', () => {
  let database;
  let part;
  beforeEach(async () => {
    ({ database } = await openContext());
    part = auth({ database });
  });

  const post = async (path, body, cookies = {}) =>
    part.routes.find((route) => route.path === path).handle({ body, cookies });
  const cookieOf = ({ headers }) => ({ chat_session: /^chat_session=(\w*);/.exec(headers['set-cookie'])[1] });

  test('opens a session by sign-up and sign-in, and ends it by sign-out', async () => {
    const first = cookieOf(await post('/api/sign-up', mina));
    assert.equal(part.guard({ cookies: first }).name, 'mina');
    const second = cookieOf(await post('/api/sign-in', mina));
    await post('/api/sign-out', {}, first);
    assert.throws(() => part.guard({ cookies: first }), { status: 401 });
    assert.equal(part.guard({ cookies: second }).name, 'mina');
  });

  test('gives one answer to a wrong password and to an unknown name', async () => {
    await post('/api/sign-up', mina);
    const refusal = { status: 401, message: 'Name or password is wrong.' };
    await assert.rejects(post('/api/sign-in', { ...mina, password: 'another word' }), refusal);
    await assert.rejects(post('/api/sign-in', { ...mina, name: 'nobody' }), refusal);
  });

  test('refuses short passwords, odd names and names that are taken', async () => {
    await post('/api/sign-up', mina);
    await assert.rejects(post('/api/sign-up', { name: 'kai', password: 'short' }), { status: 400 });
    await assert.rejects(post('/api/sign-up', { ...mina, name: '<b>' }), { status: 400 });
    await assert.rejects(post('/api/sign-up', mina), { status: 409 });
  });

  test('stores neither passwords nor tokens, and keeps cookies from scripts', async () => {
    const answer = await post('/api/sign-up', mina);
    const stored = JSON.stringify([database.select('users'), database.select('sessions')]);
    assert.ok(!stored.includes(mina.password) && !stored.includes(cookieOf(answer).chat_session));
    assert.match(answer.headers['set-cookie'], /HttpOnly; Secure; SameSite=Strict/);
  });

  test('lets a session last seven days, and not longer', async () => {
    await post('/api/sign-up', mina);
    const token = openSession(database, 1);
    const [{ createdAt }] = database.select('sessions').slice(-1);
    assert.equal(findSessionUser(database, token, createdAt + 7 * dayMs - 1)?.name, 'mina');
    assert.equal(findSessionUser(database, token, createdAt + 7 * dayMs), undefined);
  });
});
