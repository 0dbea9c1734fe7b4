import assert from 'node:assert/strict';
import type { RegistryEvent } from '../../../../src/core/model/events.ts';
import { feedLinesMax, rowsPerMessageMax, toDashboardSchema } from '../../../../src/core/model/panel-messages.ts';
import type { ToDashboard } from '../../../../src/core/model/panel-messages.ts';
import { createDashboardStream } from '../../../../src/extension/panels/dashboard-stream.ts';
import { dashboardWords } from '../../../../src/extension/panels/dashboard-words.ts';
import { takeMessage, type DashboardModel } from '../../../../src/webview/dashboard/model.ts';
import { node, story, type Story } from '../../../support/builders.ts';
import { english } from '../../../support/l10n.ts';

const line = (seq: number) => ({ seq, at: 0, level: 'info' as const, text: `line ${seq}` });

function open(chat: Story) {
  const messages: ToDashboard[] = [];
  const place = {
    ...{ repository: '/r', repository_name: 'r', spec_id: 'chat', presence: 'present' as const },
    ...{ is_trusted: true, damage: undefined },
  };
  const stream = createDashboardStream({
    shown: () => ({ state: chat.state, place }),
    texts: { language: 'en', words: dashboardWords(english) },
    post: (message) => messages.push(message),
  });
  let told = 0;
  return {
    stream,
    /** What was sent since the last time it was asked. */
    sent: () => messages.splice(0),
    /** Notes what has happened in the story since the last time. */
    noteNews: (lines: readonly ReturnType<typeof line>[] = []) => {
      const events: readonly RegistryEvent[] = chat.events.slice(told);
      told = chat.events.length;
      stream.note(events, lines);
    },
  };
}

const kinds = (messages: readonly ToDashboard[]) =>
  messages.map((message) => (message.kind === 'rows' ? `rows ${message.tasks.length}` : message.kind));

describe('the stream to a dashboard', () => {
  it('begins with everything, in messages of bounded size', async () => {
    const { stream, sent } = open(story(Array.from({ length: rowsPerMessageMax + 1 }, (_, n) => node(`T${n}`))));
    await stream.begin([]);
    assert.deepEqual(kinds(sent()), ['begin', `rows ${rowsPerMessageMax}`, 'rows 1']);
  });

  it('then tells only what has changed, and nothing when nothing has', async () => {
    const chat = story([node('1'), node('2')]);
    const { stream, sent, noteNews } = open(chat);
    noteNews();
    await stream.begin([]);
    sent();
    await stream.flush();
    assert.deepEqual(sent(), []);
    chat.ready('2');
    noteNews([line(9)]);
    await stream.flush();
    const [delta, ...others] = sent();
    assert.deepEqual(others, []);
    assert.ok(delta?.kind === 'delta');
    assert.deepEqual(
      delta.tasks?.map(({ id, state }) => `${id} ${state}`),
      ['2 ready'],
    );
    assert.deepEqual(delta.feed, [line(9)]);
    assert.equal(delta.head, undefined);
  });

  it('sends everything anew when the plan is another', async () => {
    const chat = story([node('1')]);
    const { stream, sent, noteNews } = open(chat);
    await stream.begin([]);
    sent();
    noteNews();
    await stream.flush();
    assert.deepEqual(kinds(sent()), ['begin', 'rows 1']);
  });

  it('is silent until the page has asked', async () => {
    const chat = story([node('1')]);
    const { stream, sent, noteNews } = open(chat);
    chat.ready('1');
    noteNews();
    await stream.flush();
    assert.deepEqual(sent(), []);
  });

  it('keeps a bounded number of lines', async () => {
    const { stream, sent } = open(story([node('1')]));
    await stream.begin(Array.from({ length: feedLinesMax + 20 }, (_, seq) => line(seq)));
    const [begin] = sent();
    assert.ok(begin?.kind === 'begin');
    assert.equal(begin.feed.length, feedLinesMax);
    assert.equal(begin.feed.at(-1)?.seq, feedLinesMax + 19);
  });

  it('gives a page that follows it the same as one that comes later', async () => {
    const chat = story([node('1'), node('2', { dependencies: ['1'] }), node('3')], { run: { workers: 2 } });
    const { stream, sent, noteNews } = open(chat);
    noteNews();
    let model: DashboardModel | undefined;
    const take = () => {
      for (const message of sent()) {
        const taken = takeMessage(model, toDashboardSchema.parse(message));
        assert.equal(taken.isBroken, false);
        model = taken.model;
      }
    };
    await stream.begin([]);
    take();
    for (const step of [
      () => chat.ready('1', '3'),
      () => chat.start('1'),
      () => chat.succeed('1'),
      () => chat.start('3'),
      () => chat.lose('3'),
    ]) {
      step();
      noteNews();
      await stream.flush();
      take();
    }
    const later = open(chat);
    await later.stream.begin([]);
    let other: DashboardModel | undefined;
    for (const message of later.sent()) other = takeMessage(other, message).model;
    assert.deepEqual([...(model?.tasks ?? [])], [...(other?.tasks ?? [])]);
    assert.deepEqual(model?.head, other?.head);
  });
});
