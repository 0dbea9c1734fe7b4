// The user's key of a language model. It lies in the editor's own secret storage, goes from there to the planner in memory, and is
// written nowhere else.
import type { ExtensionContext } from 'vscode';

const modelKeyName = 'necrocode.openai.key';
export const keyCharsMax = 1000;

export async function readModelKey({ secrets }: Pick<ExtensionContext, 'secrets'>): Promise<string | undefined> {
  const key = await secrets.get(modelKeyName);
  return key === undefined || key === '' ? undefined : key;
}

export async function storeModelKey(
  { secrets }: Pick<ExtensionContext, 'secrets'>,
  key: string | undefined,
): Promise<void> {
  if (key === undefined) await secrets.delete(modelKeyName);
  else await secrets.store(modelKeyName, key);
}

/** A key travels in a header: it is one word of plain characters. */
export function isKey(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text) && text.length <= keyCharsMax;
}
