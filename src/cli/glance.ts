// `necrocode status` and not a word more, as prompts and bars ask for it: answered without a parser, and without folding the log,
// or not at all. It is built into one file, because to load many small ones would take longer than all the rest.
import { keptOutline, locate } from '../core/necrocode.ts';
import { showOutline } from './show-outline.ts';
import { openTerminal } from './terminal.ts';

/** False when it takes more than a glance. Nothing was written then, and the command says what there is to say. */
export async function showAtAGlance(): Promise<boolean> {
  const outline = await outlineAtHand().catch(() => undefined);
  if (outline === undefined) return false;
  await using terminal = await openTerminal([]);
  showOutline(terminal.session, outline, { isAll: false, isJson: false });
  return true;
}

async function outlineAtHand() {
  return keptOutline(await locate(process.cwd()));
}
