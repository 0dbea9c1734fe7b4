// Passwords are kept as a memory-hard hash with a salt of their own: `salt:hash`, in hexadecimal.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(scrypt);
const hashBytes = 32;

export async function hashPassword(password) {
  const salt = randomBytes(16);
  return `${salt.toString('hex')}:${(await derive(password, salt, hashBytes)).toString('hex')}`;
}

export async function isPassword(password, stored) {
  const [salt, hash] = stored.split(':').map((part) => Buffer.from(part, 'hex'));
  return timingSafeEqual(await derive(password, salt, hashBytes), hash);
}
