// Markdown as a small tree of things that a page may show: texts, a few elements, and links that lead to a web address. HTML stays
// text, pictures become the words that stand for them, and whatever else a document holds is left out. Nothing here becomes markup
// by being put together as a string.
import MarkdownIt, { type Token } from 'markdown-it';
import { webAddress } from '../../core/base/web-address.ts';

export type MarkdownElement =
  | 'p'
  | 'h3'
  | 'h4'
  | 'ul'
  | 'ol'
  | 'li'
  | 'blockquote'
  | 'strong'
  | 'em'
  | 's'
  | 'table'
  | 'thead'
  | 'tbody'
  | 'tr'
  | 'th'
  | 'td';

export type MarkdownNode =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'fence'; text: string }
  | { kind: 'break' }
  | { kind: 'rule' }
  | { kind: 'box'; isChecked: boolean }
  | { kind: 'link'; url: string; children: MarkdownNode[] }
  | { kind: 'element'; tag: MarkdownElement; children: MarkdownNode[] };

const elementOf: Readonly<Record<string, MarkdownElement>> = {
  ...{ p: 'p', h1: 'h3', h2: 'h3', h3: 'h3', h4: 'h4', h5: 'h4', h6: 'h4', ul: 'ul', ol: 'ol', li: 'li' },
  ...{ blockquote: 'blockquote', strong: 'strong', em: 'em', s: 's' },
  ...{ table: 'table', thead: 'thead', tbody: 'tbody', tr: 'tr', th: 'th', td: 'td' },
};

export const markdownCharsMax = 60_000;
const depthMax = 20;

const reader = new MarkdownIt({ html: false, linkify: true, breaks: false, maxNesting: depthMax });
// Only what says that it is an address is made one.
reader.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

export function readMarkdown(text: string): MarkdownNode[] {
  return treeOf(reader.parse(text.slice(0, markdownCharsMax), {}));
}

function treeOf(tokens: readonly Token[]): MarkdownNode[] {
  const top: MarkdownNode[] = [];
  const open: MarkdownNode[][] = [top];
  for (const token of tokens) {
    const here = open.at(-1) ?? top;
    if (token.nesting === -1) {
      if (open.length > 1) open.pop();
    } else if (token.nesting === 1) {
      open.push(openNode(token, here));
    } else {
      here.push(...nodesOf(token));
    }
  }
  return top;
}

/** Puts a node into `into`, and gives the list for what is inside of it. An unknown one is left out, and its inside stays. */
function openNode(token: Token, into: MarkdownNode[]): MarkdownNode[] {
  const children: MarkdownNode[] = [];
  if (token.type === 'link_open') {
    const url = webAddress(String(token.attrGet('href') ?? ''));
    if (url === undefined) return into;
    into.push({ kind: 'link', url, children });
    return children;
  }
  const tag = elementOf[token.tag];
  // Paragraphs of a tight list are none.
  if (tag === undefined || token.hidden) return into;
  into.push({ kind: 'element', tag, children });
  return children;
}

function nodesOf(token: Token): MarkdownNode[] {
  switch (token.type) {
    case 'inline':
      return withBox(treeOf(token.children ?? []));
    case 'text':
      return token.content === '' ? [] : [{ kind: 'text', text: token.content }];
    case 'code_inline':
      return [{ kind: 'code', text: token.content }];
    case 'fence':
    case 'code_block':
      return [{ kind: 'fence', text: token.content.replace(/\n$/, '') }];
    case 'softbreak':
      return [{ kind: 'text', text: '\n' }];
    case 'hardbreak':
      return [{ kind: 'break' }];
    case 'hr':
      return [{ kind: 'rule' }];
    default:
      return token.content === '' ? [] : [{ kind: 'text', text: token.content }];
  }
}

/** `[ ]` and `[x]` at the beginning of an item are boxes. */
function withBox(nodes: MarkdownNode[]): MarkdownNode[] {
  const [first, ...rest] = nodes;
  const found = first?.kind === 'text' ? /^\[([ xX])\] /.exec(first.text) : null;
  if (first?.kind !== 'text' || found === null) return nodes;
  const box: MarkdownNode = { kind: 'box', isChecked: found[1] !== ' ' };
  return [box, { kind: 'text', text: first.text.slice(found[0].length) }, ...rest];
}
