import assert from 'node:assert/strict';
import { pageHtml } from '../../../../src/extension/panels/page-html.ts';

const files = {
  cspSource: 'https://own.example',
  script: 'https://own.example/a.js',
  style: 'https://own.example/a.css',
};
const page = (title = 'NecroCode') => pageHtml({ ...files, language: 'en', title });

describe('the document of a panel', () => {
  it('lets nothing be loaded or run but its own files', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page())?.[1]?.replaceAll('&#39;', "'") ?? '';
    const nonce = /<script nonce="([^"]+)" src=/.exec(page())?.[1] ?? '';
    assert.match(policy, /^default-src 'none'; script-src 'nonce-[\w-]{20,}'; style-src https:\/\/own\.example;/);
    assert.doesNotMatch(policy, /unsafe|\*/);
    assert.equal(nonce.length >= 20, true);
  });

  it('proves its script by another number each time', () => {
    const nonceOf = (html: string) => /nonce="([^"]+)"/.exec(html)?.[1];
    assert.notEqual(nonceOf(page()), nonceOf(page()));
  });

  it('has no script, style or handler in its own text, and takes no title for markup', () => {
    const html = page('</title><script>alert(1)</script>');
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.doesNotMatch(html, /<style|style="|onload|onerror/);
    assert.match(html, /&lt;script&gt;/);
  });
});
