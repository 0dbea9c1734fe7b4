import assert from 'node:assert/strict';
import { commandTable } from '../../../src/cli/command-table.ts';
import { en } from '../../../src/cli/messages/en.ts';
import { ja } from '../../../src/cli/messages/ja.ts';
import type { Messages } from '../../../src/cli/messages/messages.ts';
import { createPaint } from '../../../src/cli/paint.ts';
import { parseCommandLine } from '../../../src/cli/program.ts';
import { UsageError } from '../../../src/cli/usage-error.ts';
import { widthOf } from '../../../src/cli/render/width.ts';

const parse = (line: string, { messages = en, width = 80 }: { messages?: Messages; width?: number } = {}) =>
  parseCommandLine(line === '' ? [] : line.split(' '), { messages, width }, createPaint(false));

async function helpOf(line: string, messages: Messages, width = 80): Promise<string> {
  const parsed = await parse(line, { messages, width });
  assert.equal(parsed.kind, 'help');
  return parsed.text;
}

describe('the command line', () => {
  it('gives a command what was given, with numbers as numbers', async () => {
    const parsed = await parse('logs chat-app 2.1 --attempt 3 --follow');
    assert.equal(parsed.kind, 'command');
    const { entry, given } = parsed;
    assert.equal(entry.name, 'logs');
    assert.deepEqual([given.argument(0), given.argument(1)], ['chat-app', '2.1']);
    assert.deepEqual([given.number('attempt'), given.flag('follow')], [3, true]);
  });

  it('takes the options of the contract', async () => {
    const lines = [
      ...[
        'plan job --from a --spec b --planner offline --dry-run --json',
        'execute s --workers auto --agent a --delivery direct',
      ],
      ...[
        'execute s --only 1 2 --detach --dry-run --json',
        'execute s --workers 64',
        'status s --watch --json',
        'show s t --json',
      ],
      ...[
        'logs s t --attempt 1 --follow',
        'events s --since 0 --follow --json',
        'graph s --format dot',
        'simulate s --workers 1,2 --json',
      ],
      ...[
        'pause s',
        'resume s',
        'cancel s',
        'cancel s t',
        'retry s t',
        'pr list',
        'pr show 1',
        'pr merge 1',
        'pr comment 1 a b',
        'pr request-changes 1 a b',
      ],
      ...[
        'slots list',
        'slots clean',
        'artifacts s t',
        'doctor --fix --json',
        'clean --dry-run',
        'metrics',
        'demo',
        'status --lang ja',
      ],
      ...['completion zsh', 'controller --repo .', 'status --no-color', '--lang ja status'],
    ];
    for (const line of lines) assert.equal((await parse(line)).kind, 'command', line);
  });

  it('reads lists, with blanks or commas between', async () => {
    const only = async (line: string) => {
      const parsed = await parse(line);
      return parsed.kind === 'command' ? parsed.given.texts('only') : undefined;
    };
    assert.deepEqual(await only('execute s --only 1.1 1.2'), ['1.1', '1.2']);
    assert.deepEqual(await only('execute s --only 1.1,1.2 --json'), ['1.1', '1.2']);
    assert.deepEqual(await only('execute s'), undefined);
  });

  it('tells a mistake in a sentence, with the way out', async () => {
    const cases: [line: string, message: RegExp, hint: RegExp][] = [
      ['statsu', /no command "statsu"/, /mean status/],
      ['status --wacth', /no option --wacth/, /mean --watch/],
      ['pr lst', /no command "lst"/, /mean list/],
      ['pr', /needs one of its commands/, /pr merge/],
      ['show chat', /TASK is missing/, /necrocode show --help/],
      ['status a b', /Too many arguments/, /necrocode status --help/],
      ['execute s --workers', /--workers needs a value/, /execute --help/],
      ['execute s --workers 0', /--workers to be 1 to 64, or auto; got "0"/, /^$/],
      ['execute s --workers 65', /got "65"/, /^$/],
      ['execute s --workers -1', /got "-1"|needs a value|no option/, /.*/],
      ['execute s --delivery both', /integration, direct; got "both"/, /^$/],
      ['simulate s --workers 1,x', /got "x"/, /^$/],
      ['events --since -3', /--since/, /.*/],
      ['logs s t --attempt 1.5', /a whole number from 1 on; got "1.5"/, /^$/],
      ['graph s --format png', /mermaid, dot, json; got "png"/, /^$/],
      ['status --lang fr', /--lang to be en, ja; got "fr"/, /^$/],
      ['--lang=JA status', /got "JA"/, /^$/],
      ['status --lang', /--lang needs a value/, /status --help/],
    ];
    for (const [line, message, hint] of cases) {
      await assert.rejects(parse(line), (error) => {
        assert.ok(error instanceof UsageError, `${line}: ${String(error)}`);
        assert.match(error.message, message, line);
        assert.match(error.hint ?? '', hint, line);
        return true;
      });
    }
  });

  it('tells it in Japanese too', async () => {
    await assert.rejects(parse('statsu', { messages: ja }), /「statsu」というコマンドはありません/);
  });
});

describe('the help', () => {
  it('explains every command in both languages, within 80 columns', async () => {
    for (const messages of [en, ja]) {
      for (const { name, examples } of commandTable) {
        const text = await helpOf(`${name} --help`, messages);
        assert.ok(text.includes(`necrocode ${name}`), name);
        for (const example of examples) assert.ok(text.includes(example), example);
        const prose = text.split('\n').filter((line) => !examples.includes(line.trim() as never));
        for (const line of prose) assert.ok(widthOf(line) <= 80, `${name}: ${line}`);
      }
    }
  });

  it('lists all commands but the hidden ones', async () => {
    for (const line of ['', '--help', '-h', 'help']) {
      const text = await helpOf(line, en);
      for (const { name } of commandTable) {
        assert.equal(text.includes(`\n  ${name}`), name !== 'controller', `${name} after "${line}"`);
      }
    }
  });

  it('explains a group by its commands', async () => {
    const text = await helpOf('pr --help', en);
    for (const name of ['pr list', 'pr show', 'pr merge', 'pr comment', 'pr request-changes'])
      assert.ok(text.includes(name), name);
    assert.ok((await helpOf('slots --help', ja)).includes('slots clean'));
  });
});
