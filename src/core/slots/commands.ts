// Runs the setup and teardown commands of the settings in a slot: without a shell, each with its own timeout, marked so that
// whatever they leave running is found and ended when the slot is given back.
import { UserError } from '../base/errors.ts';
import { CommandError } from '../base/errors.ts';
import { parseCommandLine } from '../base/command-line.ts';
import { exec } from '../base/exec.ts';
import { markerOf, portsOf, type Grounds, type Slot } from './grounds.ts';

const commandMs = 15 * 60_000;

/** @throws UserError when a command cannot be run or fails; Cancelled. */
export async function setUp(grounds: Grounds, slot: Slot, signal: AbortSignal): Promise<void> {
  for (const line of grounds.settings.setup) {
    try {
      await runLine(grounds, slot, { line, signal });
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      throw new UserError(
        `The setup command \`${line}\` failed in ${slot.name}: ${error.lastOutput.trim().slice(-1000)}`,
        {
          hint: 'Mend `slots.setup` in .kiro/necrocode.yaml, or run the command by hand to see more.',
          cause: error,
        },
      );
    }
  }
}

/** Runs them all; one that fails is reported, since the slot is cleaned afterwards in any case. */
export async function tearDown(grounds: Grounds, slot: Slot): Promise<void> {
  for (const line of grounds.settings.teardown) {
    await runLine(grounds, slot, { line }).catch((error: unknown) => {
      grounds.report(error, `the teardown command \`${line}\` failed in ${slot.name}`);
    });
  }
}

async function runLine(
  grounds: Grounds,
  slot: Slot,
  { line, signal }: { line: string; signal?: AbortSignal },
): Promise<void> {
  for (const { env, argv } of parseCommandLine(line)) {
    const [program, ...args] = argv;
    await exec(program, args, {
      cwd: slot.path,
      env: { ...grounds.env, ...portVariables(grounds, slot), NECROCODE_SLOT: slot.name, ...env },
      ...{ signal, timeoutMs: commandMs, marker: markerOf(slot) },
    });
  }
}

function portVariables(grounds: Grounds, slot: Slot): Record<string, string> {
  const range = portsOf(grounds, slot);
  return range === undefined ? {} : { NECROCODE_PORT: String(range.port), NECROCODE_PORTS: String(range.ports) };
}
