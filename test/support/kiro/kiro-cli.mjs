// A stand-in for Kiro CLI's launcher. Like the real one it only starts the native program beside it, and it does not pass TERM
// on to it: whoever kills the launcher alone leaves `kiro-cli-chat` behind (Kiro #6050, #6945, #10877, #11518).
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const program = join(import.meta.dirname, 'kiro-cli-chat.mjs');
const child = spawn(process.execPath, [program, ...process.argv.slice(2)], { stdio: 'inherit' });
child.on('exit', (code) => process.exit(code ?? 1));
