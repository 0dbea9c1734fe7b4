// The files of the screens, from src/web and from nowhere else.
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { HttpError } from './http-error.js';

const folder = join(import.meta.dirname, '..', 'web');
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

export async function readAsset(path) {
  // A path that begins with a slash cannot climb above it.
  const name = normalize(path.endsWith('/') ? `${path}index.html` : path);
  const type = types[extname(name)];
  try {
    if (type !== undefined)
      return { headers: { 'content-type': `${type}; charset=utf-8` }, body: await readFile(join(folder, name)) };
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  throw new HttpError(404, `There is no ${path}.`);
}
