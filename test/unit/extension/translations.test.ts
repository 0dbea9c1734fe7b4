import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

// Everything that the extension says goes through `l10n.t('…')`; the English text is the key of its translation.

const root = resolve(import.meta.dirname, '../../..');
const japanese = JSON.parse(readFileSync(join(root, 'l10n/bundle.l10n.ja.json'), 'utf8')) as Record<string, string>;
const said = globSync('src/extension/**/*.ts', { cwd: root }).flatMap(textsIn);

describe('the extension’s translations', () => {
  it('speak of every text of the code', () => {
    assert.ok(said.length > 50, `Only ${said.length} texts were found.`);
    assert.deepEqual(
      said
        .filter(({ text }) => text === undefined || !(text in japanese))
        .map(({ text, place }) => `${place}: ${text ?? 'not a plain text'}`),
      [],
    );
  });

  it('hold nothing that nobody says', () => {
    const texts = new Set(said.map(({ text }) => text));
    assert.deepEqual(
      Object.keys(japanese).filter((key) => !texts.has(key)),
      [],
    );
  });

  it('fill in the same values', () => {
    const valuesIn = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();
    for (const [english, translated] of Object.entries(japanese)) {
      assert.deepEqual(valuesIn(translated), valuesIn(english), english);
      assert.notEqual(translated.trim(), '', english);
    }
  });

  it('stand in alphabetical order', () => {
    const keys = Object.keys(japanese);
    assert.deepEqual(keys, keys.toSorted());
  });
});

/** First arguments of all calls of `l10n.t`; undefined for what is no plain text. */
function textsIn(file: string): { place: string; text: string | undefined }[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const found: { place: string; text: string | undefined }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /(^|\.)l10n\.t$/.test(node.expression.getText())) {
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      const [first] = node.arguments;
      const isText = first !== undefined && ts.isStringLiteralLike(first);
      found.push({ place: `${file}:${line}`, text: isText ? first.text : undefined });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
