// The settings that the editor offers: one for each leaf of the schema, named in the editor's manner (`limits.wall_clock_ms` is
// `necrocode.limits.wallClockMs`), and those that only the editor knows. What names programs, folders and whoever gets a key, is taken from
// the user alone: a repository brings its own `.vscode/settings.json`.

/** As much of JSON schema as zod writes and the editor's settings use. */
export interface JsonSchema {
  type?: string | string[];
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  [keyword: string]: unknown;
}

const ofUserOnly = new Set([
  'agents',
  'pools',
  'planner.baseUrl',
  'slots.root',
  'envAllow',
  'github.apiUrl',
  'github.app.id',
  'github.app.keyFile',
]);

/** Known to the editor alone. */
const editorOnly: Record<string, JsonSchema> = {
  notifications: { type: 'string', enum: ['all', 'important', 'none'], default: 'important', scope: 'window' },
};

/** By the first part of the name; what is in none is general. */
const sections = ['general', 'agents', 'slots', 'limits', 'retry', 'planner', 'github'] as const;

type Section = (typeof sections)[number];

const sectionOf: Record<string, Section> = {
  ...{
    agent: 'agents',
    agents: 'agents',
    pools: 'agents',
    skills: 'agents',
    envAllow: 'agents',
    interactive: 'agents',
  },
  ...{ slots: 'slots', limits: 'limits', retry: 'retry', planner: 'planner', github: 'github' },
};

/** What stands in package.json under `configuration`. */
export function contributedSettings(schema: JsonSchema, texts: Readonly<Record<string, string>>): unknown[] {
  const all = { ...editorOnly, ...Object.fromEntries(leavesOf(schema, [])) };
  return sections.map((section, order) => ({
    ...{ title: `%settings.${section}%`, order },
    properties: Object.fromEntries(
      Object.entries(all)
        .filter(([name]) => (sectionOf[name.split('.')[0] ?? ''] ?? 'general') === section)
        .map(([name, leaf], place) => [`necrocode.${name}`, settingOf(name, leaf, { order: place, texts })]),
    ),
  }));
}

/** `wall_clock_ms` below `limits` is `limits.wallClockMs`. */
export function nameOfSetting(path: readonly string[]): string {
  return path.map((part) => part.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())).join('.');
}

/** An object with fixed fields is a group of settings; a record is one setting. */
function leavesOf(schema: JsonSchema, path: readonly string[]): [name: string, leaf: JsonSchema][] {
  if (schema.properties === undefined) return [[nameOfSetting(path), schema]];
  return Object.entries(schema.properties).flatMap(([name, below]) => leavesOf(below, [...path, name]));
}

interface Shown {
  order: number;
  texts: Readonly<Record<string, string>>;
}

function settingOf(name: string, leaf: JsonSchema, { order, texts }: Shown): JsonSchema {
  const { scope = ofUserOnly.has(name) ? 'machine' : 'resource', ...schema } = inWidget(leaf);
  const values = schema.enum ?? [];
  const described = values.every((value) => texts[`setting.${name}.${String(value)}`] !== undefined);
  return {
    ...schema,
    ...(values.length > 0 && described
      ? { enumDescriptions: values.map((value) => `%setting.${name}.${String(value)}%`) }
      : {}),
    ...{ markdownDescription: `%setting.${name}%`, scope, order },
  };
}

/** In the form for which the settings page has a field to type into. */
function inWidget(leaf: JsonSchema): JsonSchema {
  const { anyOf, propertyNames: _names, maximum, ...rest } = leaf;
  const bounded = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? {} : { maximum };
  // A number or a word, such as `auto`.
  if (anyOf !== undefined) {
    const word = anyOf.find(({ const: value }) => value !== undefined)?.const;
    return { ...rest, type: 'string', pattern: `^(${String(word)}|[1-9]\\d*)$` };
  }
  // Nothing is said by default.
  if (!('default' in leaf)) {
    const values = rest.enum === undefined ? {} : { enum: [...rest.enum, null] };
    return { ...rest, ...values, ...bounded, type: [String(rest.type), 'null'], default: null };
  }
  return { ...rest, ...bounded };
}
