// A number that looks random and is not: the same text gives the same chance, so that decisions can be repeated.

/** From 0 up to but not including 1: FNV-1a (32 bits) of the text, then the finisher of MurmurHash3, which spreads near texts. */
export function chanceOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let n = 0; n < text.length; n += 1) hash = Math.imul(hash ^ text.charCodeAt(n), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
