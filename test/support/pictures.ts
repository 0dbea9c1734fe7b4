// Where tests put the pictures of the editor: beside other evidence, or, when `npm run pictures` says so, where README.md shows them.
import { join } from 'node:path';
import { cacheDir } from './host-place.ts';

export const picturesDir = process.env['NECROCODE_PICTURES'] ?? join(cacheDir, 'pictures');
