import assert from 'node:assert/strict';
import { emptyState } from '../../../../src/core/model/state.ts';
import { piecesOf } from '../../../../src/extension/live/pieces.ts';
import { createReplica } from '../../../../src/extension/live/replica.ts';
import type { Piece } from '../../../../src/extension/live/wire.ts';
import { node, story } from '../../../support/builders.ts';

function manyTasks(count: number) {
  return story(Array.from({ length: count }, (_, at) => node(String(at + 1))));
}

/** As it comes out at the other end of the line. */
function sent(pieces: Iterable<Piece>): Piece[] {
  return [...pieces].map((piece) => structuredClone(piece));
}

describe('a state on its way to the editor', () => {
  it('is cut into pieces that are small, and is whole again at the end', async () => {
    const told = manyTasks(1234).ready('1', '2').done('1', 1).review('2', 2);
    told.tell({ type: 'AgentPaused', data: { agent: 'kiro', until: 99, reason: 'quota' } });
    const pieces = sent(piecesOf({ kind: 'anew', state: told.state, damage: 'events.jsonl:7' }));
    const largest = Math.max(...pieces.map((piece) => (piece.kind === 'tasks' ? piece.tasks.length : 0)));
    assert.ok(largest <= 500, String(largest));

    const changes: number[] = [];
    const replica = createReplica((events) => changes.push(events.length));
    for (const piece of pieces) {
      assert.equal(replica.isLoaded(), false);
      await replica.take(piece);
    }
    assert.deepEqual(replica.state(), told.state);
    assert.equal(replica.damage(), 'events.jsonl:7');
    assert.deepEqual(changes, [0]);
  });

  it('keeps the state that is shown until the next one is whole', async () => {
    const replica = createReplica(() => {});
    for (const piece of sent(piecesOf({ kind: 'anew', state: manyTasks(3).state, damage: undefined }))) {
      await replica.take(piece);
    }
    const shown = replica.state();
    const [begin, ...rest] = sent(piecesOf({ kind: 'anew', state: manyTasks(4).state, damage: undefined }));
    await replica.take(begin!);
    assert.equal(replica.state(), shown);
    for (const piece of rest) await replica.take(piece);
    assert.equal(replica.state().specs.get('chat')?.tasks.size, 4);
  });

  it('folds events in slices and tells each slice, all of them once and in order', async () => {
    const told = manyTasks(5000);
    const replica = createReplica((events) => slices.push(events.map(({ seq }) => seq)));
    const slices: number[][] = [];
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 0);
    for (const piece of piecesOf({ kind: 'anew', state: emptyState(), damage: undefined })) await replica.take(piece);
    await replica.take({ kind: 'events', events: [...told.events] });
    clearInterval(counting);
    assert.deepEqual(
      slices.flat(),
      told.events.map(({ seq }) => seq),
    );
    assert.ok(slices.length === 2 || turns > 0, 'nobody else had a turn');
    assert.deepEqual(replica.state(), told.state);
  });

  it('refuses events that do not follow from what was told', async () => {
    const replica = createReplica(() => {});
    const [, second] = manyTasks(1).events;
    await assert.rejects(replica.take({ kind: 'events', events: [second!] }), { name: 'InvariantError' });
  });
});
