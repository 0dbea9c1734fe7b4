// How the bundled command line is started in a terminal of the editor: with the Node that runs all our programs, and with the environment that
// the controller gets, so that no credential of the editor's reaches what a person starts there.
import { allowedEnvironment } from '../base/environment.ts';
import { settingsEnvironment } from './controller-settings.ts';
import { nodeProgram } from './node-program.ts';
import { programPath } from './programs.ts';
import type { Place } from './place.ts';

export interface Launch {
  file: string;
  args: string[];
  /** The whole environment. */
  env: Record<string, string>;
}

export async function cliLaunch(place: Place, args: readonly string[]): Promise<Launch> {
  const [allow, node] = await Promise.all([settingsEnvironment(place), nodeProgram()]);
  return {
    file: node.file,
    args: [programPath('cli'), ...args],
    env: { ...allowedEnvironment(process.env, { allow }), ...node.env },
  };
}
