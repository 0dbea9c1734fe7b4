// The runner's shell: the program that a pool starts, once per attempt, with the envelope's file as its one argument or the
// envelope on standard input. It puts the runner's ports together and turns TERM and INT into a polite end.
import { enableCompileCache } from 'node:module';

// Before anything else is loaded, so that the second runner on a machine need not compile it again.
enableCompileCache();
const [attempt, agents, artifacts, clock, errors, told] = await Promise.all([
  import('../core/runner/runner.ts'),
  import('../core/agents/agents.ts'),
  import('../core/artifacts/artifacts.ts'),
  import('../core/base/clock.ts'),
  import('../core/base/errors.ts'),
  import('../core/base/told-secrets.ts'),
]);

const stop = new AbortController();
for (const name of ['SIGTERM', 'SIGINT'] as const) {
  process.on(name, () => stop.abort(new errors.Cancelled(`The runner was stopped by ${name}.`)));
}
// The terminal that the controller was started from may go away; the runner does not go with it.
process.on('SIGHUP', () => {});

// A finished runner leaves at once, whatever a library may still hold open.
process.exit(await main());

/** The exit status is for people; the controller reads the message log. */
async function main(): Promise<number> {
  try {
    const file = process.argv[2];
    // Without a file the envelope itself comes on standard input.
    const secrets = file === undefined ? [] : await told.readToldSecrets(process.stdin);
    const end = await attempt.runAttempt({
      file,
      secrets,
      env: process.env,
      ports: { clock: clock.systemClock, startAgent: agents.startAgent, storeArtifact: artifacts.storeArtifact },
      signal: stop.signal,
    });
    return end === 'failed' ? 1 : 0;
  } catch (error) {
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${error instanceof errors.UserError ? error.message : trace}\n`);
    return 2;
  }
}
