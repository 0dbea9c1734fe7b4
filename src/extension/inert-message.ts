// Texts from plans, agents and repositories, made fit for a message, a quick pick or a status bar item. There the editor takes
// `[words](command:…)` for a link and `$(name)` for an icon; here neither is one any more.
import { plainText } from '../core/base/text.ts';

const charsMaxUsual = 300;

export function inertMessage(text: string, charsMax = charsMaxUsual): string {
  return plainText(text, { charsMax }).replaceAll('](', '] (').replaceAll('$(', '$ (');
}
