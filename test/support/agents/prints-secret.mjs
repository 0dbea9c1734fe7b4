// Prints a credential from its environment in several forms, slowly enough to be cut in two, and writes its work.
import { writeFileSync } from 'node:fs';

const secret = process.env.MY_API_TOKEN ?? '';
for (const text of [secret, Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('hex')]) {
  process.stdout.write(`token: ${text.slice(0, 7)}`);
  await new Promise((resolve) => setTimeout(resolve, 20));
  process.stdout.write(`${text.slice(7)}\n`);
}
writeFileSync('work.txt', 'done\n');
