// How much of a text a model is shown. Tokens are estimated, on the safe side, without the tokenizer of any model: a letter of
// most scripts counts as one, ASCII as a third.

const asciiPerToken = 3;

export function estimateTokens(text: string): number {
  let tokens = 0;
  for (let at = 0; at < text.length; at += 1) tokens += text.charCodeAt(at) < 128 ? 1 / asciiPerToken : 1;
  return Math.ceil(tokens);
}

/** The beginning of the text that fits, whole lines where there are any, and a mark where something is missing. */
export function cutToTokens(text: string, tokensMax: number): string {
  if (estimateTokens(text) <= tokensMax) return text;
  const mark = '\n[… cut]';
  let left = tokensMax - estimateTokens(mark);
  let end = 0;
  while (end < text.length && left > 0) {
    left -= text.charCodeAt(end) < 128 ? 1 / asciiPerToken : 1;
    end += 1;
  }
  const head = text.slice(0, Math.max(0, left < 0 ? end - 1 : end));
  const lineEnd = head.lastIndexOf('\n');
  return `${(lineEnd > head.length / 2 ? head.slice(0, lineEnd) : head).toWellFormed()}${mark}`;
}

export interface Section {
  title: string;
  /** Its part of the budget, in relation to the parts of the sections behind it; what it leaves over is theirs. */
  weight: number;
  fit: (tokensMax: number) => string;
}

/** Sections in their order, each between tags; those that have nothing to say are left out. */
export function fitSections(sections: readonly Section[], tokensMax: number): string {
  let left = tokensMax;
  let weights = sections.reduce((sum, { weight }) => sum + weight, 0);
  const blocks: string[] = [];
  for (const { title, weight, fit } of sections) {
    const [open, close] = [`<${title}>\n`, `\n</${title}>`];
    const content = fit(Math.floor((left * weight) / weights) - estimateTokens(open + close));
    weights -= weight;
    if (content.trim() === '') continue;
    const block = `${open}${content.replaceAll(`</${title}>`, `< /${title}>`)}${close}`;
    left -= estimateTokens(block);
    blocks.push(block);
  }
  return blocks.join('\n\n');
}
