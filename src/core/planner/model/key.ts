// Finds the key of the model endpoint: in `OPENAI_API_KEY`, else in `~/.kiro/openai.key`, which nobody else may read. It is never
// looked for in a repository, and no message of this file shows any of it.
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../../base/environment.ts';
import { UserError, codeOf } from '../../base/errors.ts';

export const keyPlace = '~/.kiro/openai.key';
const keyBytesMax = 1000;
const othersMayRead = 0o077;

/** Undefined when there is none. @throws UserError when the file is open to others, or what is found can be no key. */
export async function findModelKey({ env, home }: { env: Environment; home: string }): Promise<string | undefined> {
  const fromEnvironment = env['OPENAI_API_KEY']?.trim() ?? '';
  if (fromEnvironment !== '') return checkKey(fromEnvironment, 'OPENAI_API_KEY');
  return readKeyFile(join(home, '.kiro', 'openai.key'));
}

async function readKeyFile(path: string): Promise<string | undefined> {
  try {
    await using file = await open(path, 'r');
    const { mode, size } = await file.stat();
    if (process.platform !== 'win32' && (mode & othersMayRead) !== 0) {
      const shown = (mode & 0o777).toString(8).padStart(4, '0');
      throw new UserError(`Expected ${keyPlace} to be readable by you alone (0600), got ${shown}.`, {
        hint: `chmod 600 ${keyPlace}, and make a new key if others may have read this one.`,
        ja: {
          message: `${keyPlace} はあなただけが読めるようにしてください(0600)。現在は ${shown} です。`,
          hint: `chmod 600 ${keyPlace} を実行し、他人に読まれた可能性があればキーを作り直してください。`,
        },
      });
    }
    if (size > keyBytesMax) throw noKey(keyPlace);
    return checkKey((await file.readFile('utf8')).trim(), keyPlace);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    if (codeOf(error) === 'EACCES') throw new UserError(`${keyPlace} may not be read.`, { cause: error });
    throw error;
  }
}

/** A key travels in a header: other characters would be refused there, by an error that shows them. */
function checkKey(key: string, place: string): string {
  if (!/^[\x21-\x7e]+$/.test(key) || key.length > keyBytesMax) throw noKey(place);
  return key;
}

function noKey(place: string): UserError {
  return new UserError(`Expected ${place} to hold one key and nothing else.`, {
    hint: 'Copy the key again; it is one word of letters, digits and dashes.',
    ja: {
      message: `${place} にはキーを一つだけ入れてください。`,
      hint: 'キーをもう一度コピーしてください。英数字とハイフンからなる一語です。',
    },
  });
}
