// Takes the pictures that README.md shows: `npm run pictures`. The end-to-end tests take them as they go, in the editor as it is.
import { join } from 'node:path';
import { root } from '../test/support/host-place.ts';
import { runEndToEnd } from './run-end-to-end.ts';

process.env['NECROCODE_PICTURES'] = join(root, 'docs/images');
process.exitCode = (await runEndToEnd(['journey', 'language'])) ? 0 : 1;
