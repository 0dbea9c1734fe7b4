// Shows a tree of Markdown. A link is a button: its address is seen before it is opened, and the editor opens it after asking.
import { Fragment, createElement, type ComponentChild } from 'preact';
import { useMemo } from 'preact/hooks';
import { readMarkdown, type MarkdownNode } from './markdown.ts';
import { usePage } from './page.ts';

export function Markdown({ text }: { text: string }) {
  const { openLink } = usePage();
  const nodes = useMemo(() => readMarkdown(text), [text]);
  return <div class="markdown">{nodes.map((node, at) => show(node, at, openLink))}</div>;
}

function show(node: MarkdownNode, at: number, openLink: (url: string) => void): ComponentChild {
  const inside = (children: readonly MarkdownNode[]) => children.map((child, index) => show(child, index, openLink));
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'code':
      return <code key={at}>{node.text}</code>;
    case 'fence':
      return (
        <pre key={at} tabIndex={0}>
          <code>{node.text}</code>
        </pre>
      );
    case 'break':
      return <br key={at} />;
    case 'rule':
      return <hr key={at} />;
    case 'box':
      return (
        <span key={at} class="box" role="img" aria-label={node.isChecked ? '[x]' : '[ ]'}>
          {node.isChecked ? '☑' : '☐'}
        </span>
      );
    case 'link':
      return (
        <button type="button" key={at} class="web-link" title={node.url} onClick={() => openLink(node.url)}>
          {inside(node.children)}
        </button>
      );
    case 'element': {
      // The empty head of a column heads nothing.
      const tag = node.tag === 'th' && node.children.length === 0 ? 'td' : node.tag;
      return createElement(tag, { key: at }, <Fragment>{inside(node.children)}</Fragment>);
    }
  }
}
