import assert from 'node:assert/strict';
import { en } from '../../../../src/cli/messages/en.ts';
import { ja } from '../../../../src/cli/messages/ja.ts';
import { createPaint } from '../../../../src/cli/paint.ts';
import { renderNeeds } from '../../../../src/cli/render/needs.ts';
import { renderPulls } from '../../../../src/cli/render/pulls.ts';
import { renderRunFrame } from '../../../../src/cli/render/run-frame.ts';
import { renderSummary, summaryOf } from '../../../../src/cli/render/summary.ts';
import { widthOf } from '../../../../src/cli/render/width.ts';
import { viewPulls } from '../../../../src/core/model/view-pulls.ts';
import { viewRun } from '../../../../src/core/model/view-run.ts';
import { viewStatus } from '../../../../src/core/model/view-status.ts';
import { node, sha, story } from '../../../support/builders.ts';

const paint = createPaint(false);
const url = 'https://github.com/octo/app/pull/2';
const lost = { reason: 'GitHub does not accept the sign-in any more.', hint: 'Sign in again with `gh auth login`.' };

function chat() {
  const told = story([node('1', { title: 'Rooms' })], { run: { forge: 'github' } })
    .ready('1')
    .done('1', 1);
  const pull = { number: 2, title: 'All', head: 'necrocode/chat', base: 'main', head_sha: sha, is_final: true, url };
  return told.tell({ type: 'PROpened', run_id: 'run-chat', spec_id: 'chat', data: pull });
}

describe('pull requests that are elsewhere', () => {
  const shown = (width: number) =>
    renderPulls(viewPulls(chat().state), { messages: en, paint, width, isAll: true, rowsMax: Infinity });

  it('have their whole address beside them, or below where the terminal is narrow', () => {
    assert.match(shown(140).join('\n'), new RegExp(`#2 .*All.* ${url}$`, 'm'));
    const narrow = shown(80);
    assert.ok(narrow.includes(`      ${url}`), narrow.join('\n'));
    for (const line of narrow) assert.ok(widthOf(line) <= 80, line);
  });

  it('are merged there after a run, not by git', () => {
    const { state } = chat().tell({
      ...{ type: 'RunFinished', run_id: 'run-chat', spec_id: 'chat' },
      data: { outcome: 'completed', final_pr: 2 },
    });
    const text = (final_url?: string) =>
      renderSummary(summaryOf(state.specs.get('chat')!, { now: 0, final_url }), {
        ...{ messages: en, paint, width: 100, end: 'finished' },
      }).join('\n');
    assert.match(text(url), new RegExp(`^ {2}${url}$`, 'm'));
    assert.doesNotMatch(text(url), /git merge/);
    assert.match(text(), /git merge necrocode\/chat/);
  });
});

describe('a forge that is lost', () => {
  const state = () => chat().tell({ type: 'ForgeLost', data: lost }).state;

  it('is told with its whole way out, in both languages', () => {
    const { needs } = viewStatus(state(), { now: 0 });
    for (const [messages, word] of [
      [en, /GitHub cannot be reached/],
      [ja, /GitHub に接続できません/],
    ] as const) {
      const text = renderNeeds(needs, { messages, paint, width: 80, isAll: false }).join('\n');
      assert.match(text, word);
      assert.match(text, /necrocode doctor/);
      assert.match(text, /Sign in again with `gh auth login`\./);
    }
  });

  it('is in the live table of a run that is there, as long as it is lost', () => {
    const run = viewRun(state().specs.get('chat')!, { now: 0 });
    const frame = (forgeLost?: typeof lost) =>
      renderRunFrame(run, { width: 90, rowsMax: 20, paint, messages: en, progress: new Map(), forgeLost });
    assert.match(frame(lost).join('\n'), /^✗ GitHub cannot be reached: GitHub does not accept/m);
    for (const line of frame(lost)) assert.ok(widthOf(line) <= 90, line);
    assert.doesNotMatch(frame().join('\n'), /GitHub/);
  });
});
