import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { describe, test } from 'node:test';
import { createChannel } from '../../../src/server/realtime/channel.js';
import { boundedSender, realtime } from '../../../src/server/realtime/stream.js';

describe('the channel', () => {
  test('hands news to the followers of their topic, in order, until they leave', () => {
    const channel = createChannel();
    const seen = [];
    const unfollow = channel.follow('room-1', ({ news }) => seen.push(news));
    for (const [topic, news] of [
      ['room-1', 'a'],
      ['room-2', 'b'],
      ['room-1', 'c'],
    ])
      channel.publish(topic, news);
    unfollow();
    channel.publish('room-1', 'd');
    assert.deepEqual(seen, ['a', 'c']);
  });

  test('lets a follower catch up with what is kept', () => {
    const channel = createChannel({ keptMax: 2 });
    for (const news of ['a', 'b', 'c', 'd']) channel.publish('room-1', news);
    const check = (options, expected) => {
      const seen = [];
      channel.follow('room-1', ({ news }) => seen.push(news), options);
      assert.deepEqual(seen, expected);
    };
    check({}, []);
    check({ after: 3 }, ['d']);
    check({ after: 0 }, ['c', 'd']);
  });
});

describe('the stream', () => {
  const response = () => {
    const written = [];
    const write = (text) => written.push(text);
    return Object.assign(new EventEmitter(), { written, write, writeHead() {}, destroy: () => {}, writableLength: 0 });
  };

  test('writes news as events, beginning behind the last one seen', () => {
    const events = new EventEmitter();
    const [{ open }] = realtime({ events }).routes;
    events.emit('news', 'room-1', 'missed');
    const follower = response();
    open({ params: { topic: 'room-1' }, headers: { 'last-event-id': '0' } }, follower);
    events.emit('news', 'room-1', { text: 'new' });
    follower.emit('close');
    events.emit('news', 'room-1', 'too late');
    assert.deepEqual(follower.written, [': open\n\n', 'id: 1\ndata: "missed"\n\n', 'id: 2\ndata: {"text":"new"}\n\n']);
  });

  test('cuts off who does not read', () => {
    let isCut = false;
    const slow = { ...response(), writableLength: 256 * 1024, destroy: () => (isCut = true) };
    boundedSender(slow)('more');
    assert.ok(isCut);
  });
});
