// Addresses that somebody has written, told apart: those of the web may be opened, after asking. Whatever else an editor could open
// for an address (a command, a file, another program) may not.

const charsMax = 2000;

/** The address as it will be opened; undefined when it is not one of the web, or names a user. */
export function webAddress(text: string): string | undefined {
  if (text.length > charsMax || !URL.canParse(text)) return undefined;
  const { protocol, username, password, href } = new URL(text);
  const isOfWeb = (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
  return isOfWeb ? href : undefined;
}
