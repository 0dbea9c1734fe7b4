// A stand-in for `kiro-cli-chat`: it follows the documented behaviour of `acp` and of `chat --no-interactive`, quirks included.
// What the "model" does is written in KIRO_STAND_IN: {"turns": [[action, …], …], "quirks": […], "notes": "…"}; see turn.mjs for
// the actions. What the client did is noted in that file, one JSON line each.
import { spawn } from 'node:child_process';
import { serveAcp } from './acp.mjs';
import { chat } from './chat.mjs';

const [command, ...args] = process.argv.slice(2);
const script = { turns: [], quirks: [], ...JSON.parse(process.env.KIRO_STAND_IN ?? '{}') };

// V3's server outlives the CLI and holds the caller's stdout, so that its end never comes (Kiro #10877). It ignores TERM here.
if (script.quirks.includes('leaks')) {
  const code = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)';
  spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'inherit', 'inherit'], detached: true }).unref();
}

switch (command) {
  case '--version':
    process.stdout.write('kiro-cli 2.37.0\n');
    break;
  case 'whoami':
    // Readiness probes have to pass the key on (KiroCrew #3257).
    if (process.env.KIRO_API_KEY === undefined) process.exitCode = 1;
    break;
  case 'acp':
    serveAcp(args, script);
    break;
  case 'chat':
    await chat(args, script);
    break;
  default:
    process.stderr.write(`error: unrecognized subcommand '${command}'\n`);
    process.exitCode = 2;
}
