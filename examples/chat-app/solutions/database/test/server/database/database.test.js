import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { openDatabase } from '../../../src/server/database/database.js';

describe('the database', () => {
  test('is migrated once, and keeps its rows in its file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chat-app-'));
    const file = join(folder, 'chat.json');
    try {
      const first = await openDatabase({ file, now: () => 7 });
      assert.equal(first.version(), 2);
      first.write(({ insert }) => insert('rooms', { name: 'tea' }));
      const second = await openDatabase({ file });
      assert.equal(second.version(), 2);
      assert.deepEqual(second.select('rooms'), [{ id: 1, createdAt: 7, changedAt: 7, name: 'tea' }]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('refuses a row that breaks a rule, and leaves nothing half stored', async () => {
    const database = await openDatabase();
    database.write(({ insert }) => insert('rooms', { name: 'tea' }));
    const check = (table, row, rule) => {
      const change = ({ insert }) => {
        insert('rooms', { name: 'coffee' });
        insert(table, row);
      };
      assert.throws(() => database.write(change), { rule });
      assert.deepEqual(
        database.select('rooms').map(({ name }) => name),
        ['tea'],
      );
    };
    check('rooms', { name: '' }, 'required');
    check('rooms', { name: 'tea' }, 'unique');
    check('messages', { roomId: 9, author: 'mina', text: 'hello' }, 'references');
  });

  test('hands out copies only', async () => {
    const database = await openDatabase();
    database.write(({ insert }) => insert('rooms', { name: 'tea' }));
    database.select('rooms')[0].name = 'coffee';
    assert.equal(database.select('rooms')[0].name, 'tea');
  });
});
