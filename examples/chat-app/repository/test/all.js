// Every test of the app, in one process: quick, and nothing outside of this folder is taken for a test.
import { readdirSync } from 'node:fs';

const files = readdirSync(import.meta.dirname, { recursive: true }).filter((file) => file.endsWith('.test.js'));
for (const file of files.sort()) await import(`./${file}`);
