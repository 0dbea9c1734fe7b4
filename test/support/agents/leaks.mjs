// Prints a token of its own and one that it was let have, the latter in every spelling that it can think of. Told to by its
// task's name, it writes them into its work too.
import { writeFileSync } from 'node:fs';

// Of the right form, and nobody's; put together here, so that it stands in no command line.
const printed = ['ghp', 'a1B2c3D4e5'.repeat(4).slice(0, 36)].join('_');
const secret = process.env.API_TOKEN ?? 'it was given none';
const base64 = Buffer.from(secret).toString('base64');
const said = [printed, secret, base64, base64.replaceAll('+', '-').replaceAll('/', '_'), encodeURIComponent(secret)];
for (const text of said) {
  console.log(`token: ${text}`);
  console.error(`header: Bearer ${text}!`);
}
writeFileSync('work.txt', 'done\n');
if (process.env.NECROCODE_TASK_ID.startsWith('leaks'))
  writeFileSync('config.ini', `token = ${said.at(process.argv[2])}\n`);
