import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { Usage } from '../../../../src/core/model/evidence.ts';
import { viewMetrics } from '../../../../src/core/model/view-metrics.ts';
import { viewRun } from '../../../../src/core/model/view-run.ts';
import { viewStatus } from '../../../../src/core/model/view-status.ts';
import { taskSchema, tasksetSchema } from '../../../../src/core/model/task.ts';
import { commandTable } from '../../../../src/cli/command-table.ts';
import { renderMeasure } from '../../../../src/cli/commands/metrics.ts';
import { en } from '../../../../src/cli/messages/en.ts';
import { ja } from '../../../../src/cli/messages/ja.ts';
import { optionTable, type OptionName } from '../../../../src/cli/options.ts';
import { createPaint } from '../../../../src/cli/paint.ts';
import { renderCompletion, shells } from '../../../../src/cli/render/completion.ts';
import { renderGraph } from '../../../../src/cli/render/graph.ts';
import { renderPlan, wavesOf } from '../../../../src/cli/render/plan.ts';
import { renderSpecStatus } from '../../../../src/cli/render/spec-status.ts';
import { renderStatus } from '../../../../src/cli/render/status.ts';
import { renderTaskPage, type TaskPage } from '../../../../src/cli/render/task-page.ts';
import { widthOf } from '../../../../src/cli/render/width.ts';
import { failure, node, story } from '../../../support/builders.ts';

const paint = createPaint(false);
const widths = [80, 160];

function fits(lines: readonly string[], width: number) {
  for (const line of lines) assert.ok(widthOf(line) <= width, `${widthOf(line)} > ${width}: ${line}`);
}

function busy(count = 6) {
  const ids = Array.from({ length: count }, (_, n) => String(n + 1));
  const title = '認証機能付きチャットアプリのデータベース設計';
  const chat = story(ids.map((id) => node(id, { title })))
    .ready(...ids)
    .done('1', 1)
    .start('2')
    .review('3', 2);
  chat.start('4').fail('4', failure('agent_timeout'));
  return chat.tell({ spec_id: 'chat', task_id: '4', type: 'TaskFailed', data: { failure: failure('agent_timeout') } });
}

describe('the status', () => {
  const options = (width: number, messages = en) => ({ messages, paint, width, now: 5000, isAll: false });

  it('fits the terminal in both languages', () => {
    const { state } = busy();
    for (const messages of [en, ja]) {
      for (const width of widths) {
        const view = viewStatus(state, { now: 5000 });
        fits(renderStatus(view, options(width, messages)), width);
        fits(renderSpecStatus(viewRun(state.specs.get('chat')!, { now: 5000 }), view, options(width, messages)), width);
      }
    }
  });

  it('says what needs a person, and with which command it is done', () => {
    const text = renderStatus(viewStatus(busy().state, { now: 0 }), options(160)).join('\n');
    assert.match(text, /Task 4 failed: .*\(the agent took too long\) +necrocode show chat 4/);
  });

  it('stays short for ten thousand tasks, and shows what is not settled first', () => {
    const { state } = busy(10_000);
    const run = viewRun(state.specs.get('chat')!, { now: 0 });
    const lines = renderSpecStatus(run, viewStatus(state, { now: 0 }), options(80));
    assert.ok(lines.length < 120, `${lines.length} lines`);
    assert.match(lines.find((line) => line.startsWith('  ')) ?? '', /✗ {2}4 /);
    assert.ok(lines.some((line) => line.includes('… and 9940 more (--all)')));
  });

  it('invites to plan when nothing is planned', () => {
    const view = viewStatus({ ...busy().state, specs: new Map(), pulls: new Map(), slots: new Map() }, { now: 0 });
    assert.match(renderStatus(view, options(80)).join('\n'), /necrocode plan/);
  });
});

describe('a plan on the screen', () => {
  const task = (id: string, dependencies: string[], title = 'ログイン画面と登録画面を作成し、検証を追加する') =>
    taskSchema.parse({ id, title, dependencies, required_skill: 'frontend' });
  const tasks = [task('1', []), task('2', ['1']), task('3', []), task('4', ['2', '3'])];
  const outcome = {
    ...{
      spec_id: 'chat',
      planner: 'offline' as const,
      problems: [{ file: 'tasks.md', line: 7, message: 'No number.' }],
    },
    ...{ notes: ['Read it before you run it.'], written: ['.kiro/tasks/chat/tasks.json'] },
    taskset: tasksetSchema.parse({ spec_id: 'chat', title: 'チャット', taskset_version: 2, tasks }),
    difference: { added: ['4'], removed: ['9'], changed: [], kept: ['1', '2', '3'] },
  };

  it('puts each task a wave below what it depends on', () => {
    assert.deepEqual(
      wavesOf(tasks).map((wave) => wave.map(({ id }) => id)),
      [['1', '3'], ['2'], ['4']],
    );
  });

  it('shows the waves, what changed, what was strange, and how to go on', () => {
    for (const messages of [en, ja]) {
      for (const width of widths) {
        const lines = renderPlan(outcome, { messages, paint, width, forecast: [], isDryRun: false });
        fits(lines, width);
        const text = lines.join('\n');
        for (const part of [/← 2, 3/, /\+1 +4/, /−1 +9/, /tasks\.md:7/, /necrocode execute chat/])
          assert.match(text, part);
      }
    }
  });

  it('is not followed by a command after a dry run', () => {
    const text = renderPlan(outcome, { messages: en, paint, width: 80, forecast: [], isDryRun: true }).join('\n');
    assert.match(text, /Nothing was written/);
    assert.doesNotMatch(text, /necrocode execute/);
  });
});

describe('a task on the screen', () => {
  it('shows its text, its attempts and why it failed', () => {
    const task = taskSchema.parse({
      id: '4',
      title: 'T',
      description: '説明 '.repeat(80),
      metadata: { acceptance: ['WHEN a THEN b'] },
    });
    const state = busy().task('4');
    for (const width of widths) {
      const lines = renderTaskPage(
        { spec_id: 'chat', task, state, dependents: ['9'] },
        { messages: ja, paint, width, now: 0 },
      );
      fits(lines, width);
      const text = lines.join('\n');
      for (const part of [/WHEN a THEN b/, /general_spirit_1/, /It was agent_timeout/, /necrocode retry chat 4/])
        assert.match(text, part);
    }
  });

  const show = (more: Partial<TaskPage> & Pick<TaskPage, 'state'>, messages = en) => {
    const page = { spec_id: 'chat', task: taskSchema.parse({ id: '4', title: 'T' }), dependents: [], ...more };
    return renderTaskPage(page, { messages, paint, width: 80, now: 0 }).join('\n');
  };

  const used: readonly [usage: Usage | undefined, english: readonly RegExp[], japanese: RegExp][] = [
    [undefined, [/^ +tokens +n\/a$/m, /^ +cost +n\/a$/m], /^ +トークン +不明$/m],
    [{ input_tokens: 120 }, [/^ +tokens +120 in, n\/a out$/m, /^ +cost +n\/a$/m], /^ +トークン +入力 120、出力 不明$/m],
    [{ cost_usd: 0.0034 }, [/^ +tokens +n\/a$/m, /^ +cost +\$0\.0034$/m], /^ +費用 +\$0\.0034$/m],
    [{ credits: 0.25 }, [/^ +credits +0\.25$/m, /^ +tokens +n\/a$/m], /^ +クレジット +0\.25$/m],
  ];
  for (const [usage, english, japanese] of used) {
    it(`tells what was used, and never a number that nobody has told: ${JSON.stringify(usage)}`, () => {
      const { usage: _none, ...task } = busy().task('4');
      const state = { ...task, ...(usage === undefined ? {} : { usage }) };
      for (const part of english) assert.match(show({ state }), part);
      assert.match(show({ state }, ja), japanese);
    });
  }

  it('shows what was printed last, line by line, as text that can do nothing', () => {
    const transcript = ['[tool] x', '  \u001b[31mred\u001b[0m', 'y'.repeat(100)];
    const lines = show({ state: busy().task('4'), transcript }).split('\n');
    const shown = lines.filter((line) => line.startsWith('  │ '));
    assert.deepEqual(shown.slice(0, 2), ['  │ [tool] x', '  │   red']);
    fits(shown, 80);
  });
});

describe('the graph', () => {
  const evil = 'a"] --> t1; click t0 "javascript:alert(1)" %% </script> `x`';
  const graph = {
    ...{ spec_id: 'chat', title: 'Chat' },
    nodes: [
      { id: '1.1', title: evil, kind: 'work' as const, dependencies: [], state: 'done' as const },
      { id: '2@L9', title: '検証', kind: 'checkpoint' as const, dependencies: ['1.1', 'gone'] },
    ],
  };

  it('has titles that can be nothing but labels', () => {
    const mermaid = renderGraph(graph, 'mermaid');
    assert.deepEqual(
      mermaid.filter((line) => line.includes('-->')),
      ['  t0 --> t1'],
    );
    assert.match(mermaid[1] ?? '', /^ {2}t0\["[^"[\]<>`]*"\]:::done$/);
    assert.match(renderGraph(graph, 'dot').join('\n'), /t0 \[label="1\.1 a\\"\] --> t1;/);
  });

  it('is one document as JSON', () => {
    assert.deepEqual(JSON.parse(renderGraph(graph, 'json').join('\n')), graph);
  });
});

describe('the metrics', () => {
  it('follow the text format of Prometheus', () => {
    const lines = viewMetrics(busy().state, { now: 0 }).flatMap(renderMeasure);
    for (const line of lines) {
      assert.match(
        line,
        /^(# (HELP|TYPE) necrocode_[a-z_]+ .+|necrocode_[a-z_]+(\{([a-z]+="[^"]*",?)+\})? -?\d+(\.\d+)?)$/,
      );
    }
    assert.ok(lines.includes('necrocode_tasks{spec="chat",state="done"} 1'));
  });

  it('escape what stands in a label', () => {
    const samples = [{ labels: { spec: 'a"b\\c\nd' }, value: 1 }];
    assert.equal(renderMeasure({ name: 'n', help: 'h', type: 'gauge', samples })[2], 'n{spec="a\\"b\\\\c\\nd"} 1');
  });
});

describe('the completion scripts', () => {
  it('know every command and every option', () => {
    for (const shell of shells) {
      const script = renderCompletion(shell, ja);
      for (const { name, options } of commandTable) {
        if (name === 'controller') continue;
        for (const word of name.split(' ')) assert.ok(script.includes(word), `${shell}: ${name}`);
        for (const option of options as readonly OptionName[]) {
          const { flag } = optionTable[option];
          assert.ok(script.includes(shell === 'fish' ? `-l ${flag.slice(2)}` : flag), `${shell}: ${flag}`);
        }
      }
    }
  });

  it('complete in bash as they promise', () => {
    const complete = (words: string[]) => {
      const quoted = words.map((word) => `'${word}'`).join(' ');
      const script = `${renderCompletion('bash', en)}\nCOMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _necrocode; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n');
    };
    assert.deepEqual(complete(['necrocode', 'stat']), ['status']);
    assert.deepEqual(complete(['necrocode', 'pr', 'm']), ['merge']);
    assert.deepEqual(complete(['necrocode', 'execute', 'x', '--delivery', 'd']), ['direct']);
    assert.deepEqual(complete(['necrocode', 'pr', 'show', '--d']), ['--diff']);
  });
});
