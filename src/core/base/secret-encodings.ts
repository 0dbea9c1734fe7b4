// The shapes in which a known secret turns up in output: as it is, and as the usual encoders write it. Only shapes of at least
// six characters are named, since shorter ones would mask everything elsewhere.

export const secretCharsMin = 6;

/** Every shape of `secret`, without repetition, the longest first. Empty when the secret is too short to be looked for. */
export function encodingsOf(secret: string): string[] {
  const values = [
    secret,
    secret.trim(),
    ...unquoted(secret.trim()),
    ...secret.split(/\r?\n/).map((line) => line.trim()),
  ];
  const shapes = values.filter((value) => value.length >= secretCharsMin).flatMap(shapesOf);
  return [...new Set(shapes)].filter((shape) => shape.length >= secretCharsMin).sort((a, b) => b.length - a.length);
}

function shapesOf(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8');
  const json = asJson(value);
  return [
    value,
    ...[0, 1, 2].map((offset) => base64Core(bytes, offset)).flatMap((core) => [core, toUrlAlphabet(core)]),
    ...percentShapes(value),
    ...[json, asJson(json), json.replaceAll('/', '\\/'), ...asciiJson(json)],
    ...xmlShapes(value),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
  ];
}

function unquoted(value: string): string[] {
  const inner = /^(["'`])(.*)\1$/s.exec(value)?.[2];
  return inner === undefined ? [] : [inner];
}

/**
 * The base64 characters that depend on nothing but these bytes, when `offset` bytes of a longer text (counted modulo 3) stand
 * before them: four characters carry three bytes, so there are three alignments.
 */
function base64Core(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  const first = Math.ceil((offset * 8) / 6);
  const end = Math.floor(((offset + bytes.length) * 8) / 6);
  return text.slice(first, end);
}

function toUrlAlphabet(base64: string): string {
  return base64.replaceAll('+', '-').replaceAll('/', '_');
}

function percentShapes(value: string): string[] {
  // A lone half of a surrogate pair cannot be encoded as a URL, here or by anybody else.
  if (!value.isWellFormed()) return [];
  const component = encodeURIComponent(value);
  const strict = component.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  const form = new URLSearchParams({ '': value }).toString().slice(1);
  const shapes = [component, strict, encodeURI(value), form, component.replaceAll('%20', '+')];
  return shapes.flatMap((shape) => [shape, shape.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())]);
}

function asJson(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

/** As the encoders write it that keep to ASCII. */
function asciiJson(json: string): string[] {
  const escape = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const lower = json.replace(/[\u0080-\uffff]/g, escape);
  return [lower, lower.replace(/\\u[0-9a-f]{4}/g, (code) => `\\u${code.slice(2).toUpperCase()}`)];
}

function xmlShapes(value: string): string[] {
  const text = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const quoted = text.replaceAll('"', '&quot;');
  return [
    text,
    quoted,
    quoted.replaceAll("'", '&apos;'),
    quoted.replaceAll("'", '&#39;'),
    quoted.replaceAll("'", '&#x27;'),
  ];
}
