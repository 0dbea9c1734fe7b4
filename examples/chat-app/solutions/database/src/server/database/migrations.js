// The steps from an empty database to the present schema, in the order of their file names.
import { readdir } from 'node:fs/promises';

const folder = new URL('../../../migrations/', import.meta.url);

export async function readMigrations() {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.js')).sort();
  return Promise.all(files.map((file) => import(new URL(file, folder).href)));
}
