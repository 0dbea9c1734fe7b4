// The page's words, as its host has sent them: sentences with numbered places. What goes into a place is text and stays text.

export type Words<Key extends string> = Readonly<Record<Key, string>>;
export type Translate<Key extends string> = (key: Key, ...values: readonly (string | number)[]) => string;

export function translator<Key extends string>(words: Words<Key>): Translate<Key> {
  return (key, ...values) =>
    words[key].replace(/\{(\d)\}/g, (place, at: string) => String(values[Number(at)] ?? place));
}
