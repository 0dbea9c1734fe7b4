// Turns what a person asked for into a JobSpec: a sentence, the text of a file, or a folder that already holds a plan. Texts come
// out trimmed, in NFC, with plain line ends and without control characters. What a folder or file holds is not interpreted here.
import { open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { codeOf, UserError } from '../base/errors.ts';

export type JobSpec =
  | { kind: 'sentence'; text: string }
  | { kind: 'file'; path: string; text: string }
  /** Absolute path of a folder that exists. */
  | { kind: 'folder'; path: string };

export const sentenceCharactersMax = 20_000;
export const jobTextCharactersMax = 200_000;
const fileBytesMax = 1_000_000;
const example = 'For example: necrocode plan "Create a chat app with authentication"';

/**
 * `from` is looked for where the person is, and then from `root`, the repository's, which is how specs are spoken of.
 * @throws UserError when neither or both are given, or when what is named cannot be used.
 */
export async function readJob({
  text,
  from,
  root,
}: {
  text?: string | undefined;
  from?: string | undefined;
  root?: string | undefined;
}): Promise<JobSpec> {
  if (text !== undefined && from !== undefined) {
    throw new UserError('Expected a sentence or --from, got both.', {
      hint: 'Put the sentence into the file, or leave one out.',
    });
  }
  if (from !== undefined) return readNamed(from, root);
  if (text === undefined) throw new UserError('Nothing was asked for.', { hint: example });
  return {
    kind: 'sentence',
    text: normaliseJobText(text, { charactersMax: sentenceCharactersMax, place: 'the sentence' }),
  };
}

/** @throws UserError naming `place` when the text is empty, too long, or holds what is no text. */
export function normaliseJobText(
  text: string,
  { charactersMax, place }: { charactersMax: number; place: string },
): string {
  // Measured first: normal forms may grow, and nothing is worked on that is too long to be used.
  if (text.length > charactersMax) {
    throw new UserError(
      `Expected ${place} to hold at most ${String(charactersMax)} characters, got ${String(text.length)}.`,
      {
        hint: 'Keep to what is to be built; longer material belongs into the repository, where agents can read it.',
        ja: {
          message: `長すぎます。${String(charactersMax)} 文字までにしてください(現在 ${String(text.length)} 文字)。`,
          hint: '作るものだけを書いてください。長い資料は、エージェントが読めるようリポジトリに置いてください。',
        },
      },
    );
  }
  if (!text.isWellFormed()) throw new UserError(`Expected ${place} to be valid Unicode, got half a character.`);
  const plain = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .normalize('NFC')
    .trim();
  const control = /[^\P{Cc}\n\t]/u.exec(plain);
  if (control !== null) {
    const code = control[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0') ?? '';
    throw new UserError(`Expected ${place} to be plain text, got the control character U+${code}.`);
  }
  if (plain === '')
    throw new UserError(`Expected ${place} to say what to build, got nothing.`, {
      hint: example,
      ja: { message: '作りたいものが書かれていません。' },
    });
  return plain;
}

async function readNamed(from: string, root: string | undefined): Promise<JobSpec> {
  const places = [...new Set([resolve(from), ...(root === undefined ? [] : [resolve(root, from)])])];
  for (const path of places) {
    try {
      return await readPlace(path, from);
    } catch (error) {
      if (codeOf(error) === 'EACCES') throw new UserError(`${from} may not be read.`, { cause: error });
      if (codeOf(error) !== 'ENOENT') throw error;
    }
  }
  throw new UserError(`${from} does not exist.`, {
    hint: `It would be ${places.join(' or ')}.`,
    ja: { message: `${from} はありません。`, hint: `探した場所: ${places.join('、')}` },
  });
}

async function readPlace(path: string, from: string): Promise<JobSpec> {
  const found = await stat(path);
  if (found.isDirectory()) return { kind: 'folder', path };
  if (!found.isFile()) throw new UserError(`Expected a file or folder, got ${from}.`);
  const text = await readUtf8(path, from);
  return { kind: 'file', path, text: normaliseJobText(text, { charactersMax: jobTextCharactersMax, place: from }) };
}

async function readUtf8(path: string, from: string): Promise<string> {
  await using file = await open(path, 'r');
  const { size } = await file.stat();
  if (size > fileBytesMax) {
    throw new UserError(`Expected ${from} to hold at most ${String(fileBytesMax)} bytes, got ${String(size)}.`);
  }
  const bytes = await file.readFile();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new UserError(`Expected ${from} to be UTF-8 text.`, { cause: error });
  }
}
