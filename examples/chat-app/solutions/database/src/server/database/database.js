// Tables in memory and, when there is a file, on disk. A write happens whole or not at all: it works on a copy, which takes
// the place of the original at its end. That is right for a chat among friends; a crowd needs a real database.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { readMigrations } from './migrations.js';
import { checkRow } from './rules.js';

export async function openDatabase({ file, migrations, now = Date.now } = {}) {
  let state = readState(file);

  /** What `change(tables)` returns. When it throws, nothing has happened. */
  function write(change) {
    const draft = structuredClone(state);
    const result = change(tablesOf(draft, now));
    saveState(file, draft);
    state = draft;
    return result;
  }

  for (const { up } of (migrations ?? (await readMigrations())).slice(state.version)) {
    write((tables) => {
      up(tables);
      tables.countMigration();
    });
  }
  return {
    write,
    version: () => state.version,
    /** Copies of the rows whose columns have these values, oldest first. */
    select: (table, where = {}) => structuredClone(matching(state.tables[table].rows, where)),
  };
}

function tablesOf(state, now) {
  return {
    createTable: (name, rules) => (state.tables[name] = { rules, rows: [], lastId: 0 }),
    countMigration: () => (state.version += 1),
    insert(name, values) {
      const table = state.tables[name];
      const at = now();
      const row = { id: table.lastId + 1, createdAt: at, changedAt: at, ...values };
      checkRow(state.tables, name, row);
      table.lastId = row.id;
      table.rows.push(row);
      return structuredClone(row);
    },
    remove(name, where) {
      const table = state.tables[name];
      const gone = new Set(matching(table.rows, where));
      table.rows = table.rows.filter((row) => !gone.has(row));
    },
  };
}

function matching(rows, where) {
  return rows.filter((row) => Object.entries(where).every(([column, value]) => row[column] === value));
}

function readState(file) {
  try {
    if (file !== undefined) return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  return { version: 0, tables: {} };
}

function saveState(file, state) {
  if (file === undefined) return;
  writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
