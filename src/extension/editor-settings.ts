// What the user has set in the editor, for one folder. It travels with a place to the engine, and wins over the files there.
import { workspace, type Uri } from 'vscode';
import * as z from 'zod/mini';
import { settingsTree } from './settings-tree.ts';

const section = 'necrocode';

const manifestSchema = z.object({
  contributes: z.object({
    configuration: z.array(z.object({ properties: z.record(z.string(), z.unknown()) })),
  }),
});

/** The names of our settings, as the manifest has them. */
export function settingNames(manifest: unknown): string[] {
  const { contributes } = manifestSchema.parse(manifest);
  return contributes.configuration
    .flatMap(({ properties }) => Object.keys(properties))
    .map((name) => name.slice(section.length + 1));
}

/** Made anew at each use: it is cheap, and never stale. */
export function editorSettings(names: readonly string[], scope: Uri): Record<string, unknown> {
  const configuration = workspace.getConfiguration(section, scope);
  return settingsTree(names, (name) => configuration.inspect(name));
}
