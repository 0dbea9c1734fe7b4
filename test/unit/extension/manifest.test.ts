import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { generated } from '../../../scripts/generate.ts';
import { nameOfSetting } from '../../../scripts/contributed-settings.ts';
import { settingsSchema } from '../../../src/core/model/settings.ts';
import { settingsTree } from '../../../src/extension/settings-tree.ts';

// What package.json promises to the editor, held against the code that must keep it. That its commands are registered is seen in the editor itself.

const root = resolve(import.meta.dirname, '../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const text = read('package.json');
const { contributes, capabilities, activationEvents, icon } = JSON.parse(text) as Manifest;

interface Manifest {
  contributes: {
    commands: { command: string; icon?: string }[];
    menus: Record<string, { command: string; when?: string }[]>;
    views: Record<string, { id: string; icon: string }[]>;
    viewsContainers: { activitybar: { icon: string }[] };
    viewsWelcome: { contents: string; view: string }[];
    configuration: { properties: Record<string, { scope: string; default: unknown }> }[];
    walkthroughs: { icon: string; steps: { media: { svg: string }; completionEvents: string[] }[] }[];
    jsonValidation: { url: string }[];
    yamlValidation: { url: string }[];
  };
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
  activationEvents: string[];
  icon: string;
}

const commands = contributes.commands.map(({ command }) => command);
const settings = Object.assign({}, ...contributes.configuration.map(({ properties }) => properties)) as Record<
  string,
  { scope: string; default: unknown }
>;

describe('the manifest', () => {
  it('is current, and so are the schemas that ship with it', () => {
    for (const [path, expected] of Object.entries(generated())) {
      assert.equal(read(path), expected, `${path} is not current: run \`npm run generate\`.`);
    }
  });

  it('has each text in English and in Japanese, and no text that nobody shows', () => {
    const [english, japanese] = [keysOf('package.nls.json'), keysOf('package.nls.ja.json')];
    assert.deepEqual(japanese, english);
    const shown = new Set([...text.matchAll(/%([\w.]+)%/g)].map(([, key]) => key));
    // A group of settings has no row of its own: its text goes into the schema of necrocode.yaml.
    const ofGroup = /^setting\.(slots|limits|retry|planner|github)$/;
    assert.deepEqual(
      english.filter((key) => !shown.has(key) && !ofGroup.test(key)),
      [],
    );
    assert.deepEqual(
      [...shown].filter((key) => key !== undefined && !english.includes(key)),
      [],
    );
  });

  it('offers a setting for everything in the schema, and each reaches it', () => {
    const names = Object.keys(settings).map((name) => name.replace(/^necrocode\./, ''));
    const parsed = settingsSchema.parse({});
    for (const [name, value] of leavesOf(parsed)) {
      assert.ok(names.includes(nameOfSetting(name)), `${name.join('.')} cannot be set in the editor.`);
      assert.deepEqual(settings[`necrocode.${nameOfSetting(name)}`]?.default, value, name.join('.'));
    }
    // Every default is accepted where it arrives.
    const tree = settingsTree(names, (name) => ({ globalValue: settings[`necrocode.${name}`]?.default }));
    assert.deepEqual(settingsSchema.parse(tree), parsed);
  });

  it('takes from the user alone what names programs, folders and whoever gets a key', () => {
    const ofUser = Object.entries(settings).flatMap(([name, { scope }]) => (scope === 'machine' ? [name] : []));
    const expected = [
      ...['agents', 'envAllow', 'github.apiUrl', 'github.app.id', 'github.app.keyFile'],
      ...['planner.baseUrl', 'pools', 'slots.root'],
    ];
    assert.deepEqual(ofUser.sort(), expected.map((name) => `necrocode.${name}`).sort());
  });

  it('runs no command of an untrusted workspace’s settings', () => {
    const restricted = capabilities.untrustedWorkspaces.restrictedConfigurations;
    assert.deepEqual(
      restricted.filter((name) => !(name in settings)),
      [],
    );
    for (const name of ['verify', 'format', 'slots.setup', 'slots.teardown']) {
      assert.ok(restricted.includes(`necrocode.${name}`), name);
    }
  });

  it('names only commands, views and files that exist', () => {
    const inMenus = Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command));
    const texts = [text, read('package.nls.json'), read('package.nls.ja.json')].join('\n');
    const linked = [...texts.matchAll(/command:(necrocode\.[\w.]+)/g)].map(([, command = '']) => command);
    const ofViews = Object.values(contributes.views)
      .flat()
      .map(({ id }) => id);
    const known = [...commands, ...ofViews.map((id) => `${id}.focus`)];
    assert.deepEqual(
      [...inMenus, ...linked].filter((command) => !known.includes(command)),
      [],
    );
    assert.deepEqual(
      contributes.viewsWelcome.map(({ view }) => view).filter((view) => !ofViews.includes(view)),
      [],
    );
    const files = [
      icon,
      ...contributes.viewsContainers.activitybar.map((one) => one.icon),
      ...contributes.walkthroughs.flatMap((one) => [one.icon, ...one.steps.map(({ media }) => media.svg)]),
      ...[...contributes.jsonValidation, ...contributes.yamlValidation].map(({ url }) => url),
    ];
    assert.deepEqual(
      files.filter((file) => !existsSync(join(root, file))),
      [],
    );
  });

  it('starts the extension only where there is something for it', () => {
    assert.ok(!activationEvents.includes('*') && !activationEvents.includes('onStartupFinished'));
  });
});

function keysOf(path: string): string[] {
  return Object.keys(JSON.parse(read(path)) as Record<string, string>);
}

/** What has fixed fields is a group. */
function leavesOf(settingsOfGroup: object, path: readonly string[] = []): [path: string[], value: unknown][] {
  const groups = new Set(['slots', 'limits', 'retry', 'planner', 'github']);
  return Object.entries(settingsOfGroup).flatMap(([name, value]: [string, unknown]) =>
    path.length === 0 && groups.has(name) && typeof value === 'object' && value !== null
      ? leavesOf(value, [name])
      : [[[...path, name], value] satisfies [string[], unknown]],
  );
}
