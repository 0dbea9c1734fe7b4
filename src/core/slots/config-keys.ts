// Which settings differ between two states of a git config file. What git itself writes there while a person works, such as which
// remote a new branch follows, is ordinary and not told; comments and order mean nothing to git, and nothing here.
import type { Git } from '../base/git.ts';
import type { FilePrint } from './imprint.ts';

const keysMax = 20;
const keyCharsMax = 100;
const listBytesMax = 4 * 1024 * 1024;

/** Names, sorted; empty when nothing that matters differs. Undefined when git cannot read one of the two. */
export async function changedKeys(
  git: Git,
  before: FilePrint | undefined,
  after: FilePrint | undefined,
): Promise<string[] | undefined> {
  const [old, now] = [await readConfig(git, before), await readConfig(git, after)];
  if (old === undefined || now === undefined) return undefined;
  const remotes = new Set([...old.keys()].flatMap((key) => /^remote\.(.+)\.url$/.exec(key)?.[1] ?? []));
  const differ = [...new Set([...old.keys(), ...now.keys()])].filter((key) => {
    const values = now.get(key) ?? [];
    return (old.get(key) ?? []).join('\0') !== values.join('\0') && !isOrdinary(key, values, remotes);
  });
  return differ
    .map((key) => key.slice(0, keyCharsMax))
    .sort()
    .slice(0, keysMax);
}

/** Values by key. The file's own text only: what it includes is read by whoever runs git there. */
async function readConfig(git: Git, print: FilePrint | undefined): Promise<Map<string, string[]> | undefined> {
  if (print === undefined) return new Map();
  if (print.content === undefined) return undefined;
  const input = Buffer.from(print.content, 'base64');
  const args = ['config', '--file', '-', '--no-includes', '--list', '-z'];
  const { stdout, exitCode } = await git.write(args, {
    ...{ input, okExitCodes: [0, 1, 2, 3, 128], outputBytesMax: listBytesMax },
  });
  if (exitCode !== 0) return undefined;
  const values = new Map<string, string[]>();
  for (const entry of stdout.split('\0').slice(0, -1)) {
    const end = entry.indexOf('\n');
    const key = end === -1 ? entry : entry.slice(0, end);
    values.set(key, [...(values.get(key) ?? []), end === -1 ? '' : entry.slice(end + 1)]);
  }
  return values;
}

/** What following a branch takes. A remote may also be an address, and merge options name programs: those are told. */
function isOrdinary(key: string, values: readonly string[], remotes: ReadonlySet<string>): boolean {
  const name = /^branch\..+\.([^.]+)$/.exec(key)?.[1];
  if (name === undefined || name === 'mergeoptions') return false;
  const isRemote = name === 'remote' || name === 'pushremote';
  return !isRemote || values.every((value) => value === '.' || remotes.has(value));
}
