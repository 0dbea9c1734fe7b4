// Makes the output of a program safe to show: colours and styles (SGR) stay, every other control sequence goes, so that no
// output can move a cursor, set a title, open a link or fill the clipboard. Line ends become LF. Works over chunks that may
// split a sequence anywhere.

export interface ControlStripper {
  push(chunk: string): string;
  flush(): string;
}

/** An unfinished sequence longer than this is no sequence; it loses its introducer and is shown as text. */
const sequenceCharsMax = 4096;

const anyControl = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/;

/** One alternative per kind of control: CSI, strings (OSC, DCS, SOS, PM, APC), other escapes, CR, single characters. */
const control = new RegExp(
  [
    /(?:\x1b\[|\x9b)[\x30-\x3f]*[\x20-\x2f]*[\x40-\x7e]/,
    /(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]{0,4096}(?:\x07|\x1b\\|\x9c)/,
    /\x1b[\x20-\x2f]*[\x30-\x7e]/,
    /\r\n?/,
    /[\x00-\x08\x0b-\x1f\x7f-\x9f]/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

const style = /^\x1b\[[0-9;:]*m$/;

/** A sequence, or a CR, that the end of the text has cut off. */
const openEnd =
  /(?:\r|\x1b[\x20-\x2f]*|(?:\x1b\[|\x9b)[\x30-\x3f]*[\x20-\x2f]*|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]{0,4096}\x1b?)$/;

export function createControlStripper(): ControlStripper {
  let held = '';
  return {
    push(chunk) {
      const text = held + chunk;
      held = '';
      if (!anyControl.test(text)) return text;
      const from = Math.max(0, text.length - sequenceCharsMax);
      const open = openEnd.exec(text.slice(from));
      const until = open === null ? text.length : from + open.index;
      held = text.slice(until);
      return strip(text.slice(0, until));
    },
    flush() {
      const rest = held;
      held = '';
      return strip(rest);
    },
  };
}

function strip(text: string): string {
  return text.replace(control, (found) => {
    if (found.startsWith('\r')) return '\n';
    return style.test(found) ? found : '';
  });
}
