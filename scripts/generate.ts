// Writes what other programs must know of our formats, from the schemas that read them: the JSON schemas of `necrocode.yaml`, `tasks.json`
// and playbooks, and the settings in package.json. A test says when they are no longer current: `npm run generate`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { playbookFileSchema } from '../src/core/agents/playbook-file.ts';
import { settingsSchema } from '../src/core/model/settings.ts';
import { tasksetSchema } from '../src/core/model/task.ts';
import { contributedSettings, nameOfSetting, type JsonSchema } from './contributed-settings.ts';
import { playbookTexts, tasksetTexts } from './schema-texts.ts';

const root = join(import.meta.dirname, '..');

/** Every generated file by its path below the root. */
export function generated(): Record<string, string> {
  const texts = readJson('package.nls.json') as Record<string, string>;
  const settings = jsonSchemaOf(settingsSchema);
  const package_ = readJson('package.json') as { contributes: Record<string, unknown> };
  const contributes = { ...package_.contributes, configuration: contributedSettings(settings, texts) };
  const textOf = (path: readonly string[]) => texts[`setting.${nameOfSetting(path)}`];
  return {
    'package.json': format({ ...package_, contributes }),
    'schemas/necrocode.schema.json': format({ title: 'NecroCode settings', ...described(settings, textOf) }),
    'schemas/tasks.schema.json': format({
      title: 'NecroCode tasks',
      ...described(jsonSchemaOf(tasksetSchema), (path) => tasksetTexts[path.join('.')]),
    }),
    'schemas/playbook.schema.json': format({
      title: 'NecroCode playbook',
      ...described(jsonSchemaOf(playbookFileSchema), (path) => playbookTexts[path.join('.')]),
    }),
  };
}

function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  // As it will stand in the file: plain data.
  return JSON.parse(
    JSON.stringify(z.toJSONSchema(schema, { io: 'input', target: 'draft-7', unrepresentable: 'any' })),
  ) as JsonSchema;
}

/** The schema with the texts for people; `[]` stands for an item of a list, `*` for a value of a record. */
function described(schema: JsonSchema, textOf: (path: readonly string[]) => string | undefined): JsonSchema {
  const visit = (at: JsonSchema, path: readonly string[]): JsonSchema => {
    const { properties, items, additionalProperties, anyOf, oneOf, ...rest } = at;
    const text = path.length === 0 ? undefined : textOf(path);
    const visitAll = (all: readonly JsonSchema[]) => all.map((one) => visit(one, path));
    return {
      ...(text === undefined ? {} : { description: text }),
      ...rest,
      ...(properties === undefined
        ? {}
        : {
            properties: Object.fromEntries(
              Object.entries(properties).map(([name, one]) => [name, visit(one, [...path, name])]),
            ),
          }),
      ...(items === undefined ? {} : { items: visit(items, [...path, '[]']) }),
      ...(anyOf === undefined ? {} : { anyOf: visitAll(anyOf) }),
      ...(oneOf === undefined ? {} : { oneOf: visitAll(oneOf) }),
      ...(additionalProperties === undefined
        ? {}
        : {
            additionalProperties:
              typeof additionalProperties === 'object'
                ? visit(additionalProperties, [...path, '*'])
                : additionalProperties,
          }),
    };
  };
  return visit(schema, []);
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}

function format(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

if (import.meta.main) {
  for (const [path, text] of Object.entries(generated())) writeFileSync(join(root, path), text);
}
