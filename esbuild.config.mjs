// Builds what is shipped: one file per shell, shared code and rarely used libraries in chunks that load on demand; and, in single
// files, what must start at once.
import { build } from 'esbuild';
import { chmod, cp, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

// CommonJS libraries inside an ES module still ask for `require`.
const requireForCommonJs =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

const options = {
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  minify: true,
  keepNames: true,
  legalComments: 'linked',
  define: { 'process.env.NODE_ENV': '"production"' },
  external: ['vscode'],
  logLevel: 'warning',
  plugins: [withoutLanguages(), withVersionOnly()],
};

const chunkNames = 'chunks/[name]-[hash]';

await rm('dist', { recursive: true, force: true });
await Promise.all([
  // The runner by itself: it starts for every attempt, and must not load what only the others need of a library.
  bundle({ main: 'src/cli/main.ts', thread: 'src/extension/live/thread.ts' }),
  bundle({ runner: 'src/runner/runner.ts' }),
  bundleWhole({
    entryPoints: { cli: 'src/cli/cli.ts', glance: 'src/cli/glance.ts' },
    included: ['./necrocode/place.ts', './necrocode/kept-outline.ts', './en.ts', './ja.ts'],
    files: { './main.ts': './main.mjs', './glance.ts': './glance.mjs' },
  }),
  // What the editor's own thread runs. The core works on the other one; panels are loaded with the first of them.
  bundleWhole({
    entryPoints: { extension: 'src/extension/extension.ts' },
    included: [...['./necrocode/place.ts', './notify/notify.ts'], ...['./dashboard-panel.ts', './pull-panel.ts']],
    files: { './serve.ts': './thread.mjs' },
    splitting: true,
  }),
  bundlePages('dashboard', 'pull'),
]);
await chmod('dist/cli.mjs', 0o755);
// What `necrocode demo` builds; read as files, so it is shipped as files.
await cp('examples/chat-app', 'dist/demo', { recursive: true });

function bundle(entryPoints) {
  return build({ ...options, entryPoints, chunkNames, splitting: true, banner: { js: requireForCommonJs } });
}

/** One file for each entry: to load shared chunks one by one would take longer than what is done with them. */
async function bundleWhole({ entryPoints, included, files, splitting = false }) {
  const plugins = [...options.plugins, openOnDemand(included, files)];
  const { metafile } = await build({ ...options, entryPoints, chunkNames, splitting, metafile: true, plugins });
  for (const [file, { imports }] of Object.entries(metafile.outputs)) {
    const missing = imports.map(({ path }) => path).filter((path) => path.endsWith('.ts'));
    if (missing.length > 0) throw new Error(`${missing.join(', ')} would be loaded, and is in no file.`);
    // The path of another file is that from the entry.
    const isElsewhere = imports.some(({ path }) => Object.values(files).includes(path));
    if (isElsewhere && dirname(file) !== options.outdir) throw new Error(`${file} would look in the wrong folder.`);
  }
}

/** What runs in a panel: one script and one style sheet each, since its security policy allows no more to be loaded. */
function bundlePages(...names) {
  const entryPoints = names.flatMap((name) => [
    { in: `src/webview/${name}/${name}.tsx`, out: name },
    { in: `src/webview/look/${name}.css`, out: name },
  ]);
  const { outdir, define, legalComments, logLevel } = options;
  return build({
    ...{ entryPoints, outdir: `${outdir}/webview`, bundle: true, minify: true, define, legalComments, logLevel },
    ...{ format: 'iife', platform: 'browser', target: 'chrome128', jsx: 'automatic', jsxImportSource: 'preact' },
  });
}

/** What is imported on demand is put into the file, is another file, or is used by nothing that is in the file. */
function openOnDemand(included, files) {
  return {
    name: 'open on demand',
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ kind, path }) =>
        kind !== 'dynamic-import' || included.includes(path)
          ? undefined
          : { path: files[path] ?? path, external: true },
      );
    },
  };
}

/** The schemas' library brings its messages in fifty languages, 270 kB of them; ours are made elsewhere. */
function withoutLanguages() {
  return {
    name: 'without languages',
    setup({ onLoad }) {
      onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
        contents: "export { default as en } from './en.js';",
      }));
    },
  };
}

/** Of package.json, most of which is for the editor, the programs know the version alone. */
function withVersionOnly() {
  return {
    name: 'with version only',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]package\.json$/ }, async ({ path }) => {
        if (dirname(path) !== import.meta.dirname) return undefined;
        const { version } = JSON.parse(await readFile(path, 'utf8'));
        return { contents: JSON.stringify({ version }), loader: 'json' };
      });
    },
  };
}
