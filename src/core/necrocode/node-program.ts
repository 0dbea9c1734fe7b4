// Which Node runs our own programs outside of this process. An editor's own executable is one when it is told to behave so, which
// spares its users an installation; an editor may be built without that, and then the one on the PATH serves.
import { tmpdir } from 'node:os';
import { allowedEnvironment, type Environment } from '../base/environment.ts';
import { CommandError, UserError } from '../base/errors.ts';
import { exec } from '../base/exec.ts';

export interface NodeProgram {
  file: string;
  /** To be laid over the environment of what it runs. */
  env: Record<string, string>;
}

export interface RunningOn {
  execPath: string;
  /** Version of the editor's runtime; undefined when this is a plain Node. */
  electron: string | undefined;
  env: Environment;
}

const nodeMajorMin = 22;
const answerMsMax = 10_000;

let found: Promise<NodeProgram> | undefined;

/** It is found out once. @throws UserError when there is none that is new enough. */
export async function nodeProgram(): Promise<NodeProgram> {
  const { execPath, versions, env } = process;
  found ??= findNode({ execPath, electron: versions['electron'], env });
  try {
    return await found;
  } catch (error) {
    // Somebody may install one.
    found = undefined;
    throw error;
  }
}

export async function findNode({ execPath, electron, env }: RunningOn): Promise<NodeProgram> {
  if (electron === undefined) return { file: execPath, env: {} };
  const choices: NodeProgram[] = [
    { file: execPath, env: { ELECTRON_RUN_AS_NODE: '1' } },
    { file: 'node', env: {} },
  ];
  for (const choice of choices) if (await isNode(choice, env)) return choice;
  throw new UserError(`NecroCode needs Node ${nodeMajorMin} or newer, and this editor brings none that it may use.`, {
    hint: `Install Node ${nodeMajorMin} or newer so that \`node\` is on the PATH, and start the editor again.`,
    ja: {
      message: `NecroCode には Node ${nodeMajorMin} 以降が必要ですが、このエディターのものは使えません。`,
      hint: `Node ${nodeMajorMin} 以降をインストールして \`node\` を PATH に置き、エディターを再起動してください。`,
    },
  });
}

async function isNode({ file, env: own }: NodeProgram, env: Environment): Promise<boolean> {
  try {
    const { stdout } = await exec(file, ['-p', 'process.versions.node'], {
      ...{ cwd: tmpdir(), env: { ...allowedEnvironment(env), ...own }, timeoutMs: answerMsMax, graceMs: 500 },
    });
    return Number.parseInt(stdout, 10) >= nodeMajorMin;
  } catch (error) {
    if (error instanceof CommandError) return false;
    throw error;
  }
}
