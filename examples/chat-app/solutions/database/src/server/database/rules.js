// What a row must be to get into its table.

/** Says which rule of a table was broken, for those who can do something about it. */
export class BrokenRule extends Error {
  constructor(rule, column, message) {
    super(message);
    this.rule = rule;
    this.column = column;
  }
}

export function checkRow(tables, name, row) {
  const { rules, rows } = tables[name];
  const refuse = (rule, column, message) => {
    throw new BrokenRule(rule, column, `${name}.${column} ${message}`);
  };
  for (const column of rules.required ?? []) {
    if (row[column] === undefined || row[column] === '') refuse('required', column, 'is missing');
  }
  for (const column of rules.unique ?? []) {
    if (rows.some((other) => other[column] === row[column])) refuse('unique', column, 'is taken');
  }
  for (const [column, other] of Object.entries(rules.references ?? {})) {
    if (!tables[other].rows.some(({ id }) => id === row[column])) refuse('references', column, `is not in ${other}`);
  }
}
