import assert from 'node:assert/strict';
import { markdownCharsMax, readMarkdown, type MarkdownNode } from '../../../../src/webview/pull/markdown.ts';

/** The tree in a line: `p(text, link https://… (text))`. */
function write(nodes: readonly MarkdownNode[]): string {
  return nodes
    .map((node) => {
      if (node.kind === 'element') return `${node.tag}(${write(node.children)})`;
      if (node.kind === 'link') return `link ${node.url} (${write(node.children)})`;
      if (node.kind === 'box') return node.isChecked ? '[x]' : '[ ]';
      return 'text' in node ? (node.kind === 'text' ? node.text : `${node.kind}:${node.text}`) : node.kind;
    })
    .join('|');
}

describe('Markdown of a pull request', () => {
  const check = (text: string, expected: string) => assert.equal(write(readMarkdown(text)), expected);

  it('becomes a few plain elements', () => {
    check('# One\n\ntwo **three** `four`', 'h3(One)|p(two |strong(three)| |code:four)');
    check('- a\n- b\n', 'ul(li(a)|li(b))');
    check('```ts\nconst a = 1;\n```', 'fence:const a = 1;');
    check('> quoted\n\n---', 'blockquote(p(quoted))|rule');
    check('| a | b |\n| --- | --- |\n| 1 | 2 |', 'table(thead(tr(th(a)|th(b)))|tbody(tr(td(1)|td(2))))');
    check('- [ ] open\n- [x] done', 'ul(li([ ]|open)|li([x]|done))');
  });

  it('leaves HTML as text', () => {
    check('<img src=x onerror=alert(1)>', 'p(<img src=x onerror=alert(1)>)');
    check('a <b>c</b>', 'p(a <b>c</b>)');
  });

  it('leads only into the web', () => {
    check('[a](https://example.com/x)', 'p(link https://example.com/x (a))');
    check('https://example.com/y', 'p(link https://example.com/y (https://example.com/y))');
    check('example.com and a@example.com', 'p(example.com and a@example.com)');
    check('[run](command:workbench.action.quit)', 'p(run)');
    check('[local](../README.md)', 'p(local)');
    check('<javascript:alert(1)>', 'p(<javascript:alert(1)>)');
  });

  it('loads no pictures, and keeps the words that stand for them', () => {
    check('![a diagram](https://example.com/p.png)', 'p(a diagram)');
  });

  it('is bounded in depth and length', () => {
    const deep = readMarkdown(`${'> '.repeat(500)}x`);
    const depthOf = (nodes: readonly MarkdownNode[]): number =>
      Math.max(0, ...nodes.map((node) => ('children' in node ? 1 + depthOf(node.children) : 1)));
    assert.ok(depthOf(deep) < 30);
    const long = readMarkdown('a'.repeat(markdownCharsMax * 3));
    assert.ok(write(long).length <= markdownCharsMax + 10);
  });
});
