// Builds what is shipped: one file per shell, shared code and rarely used libraries in chunks that load on demand; and, in single
// files, what must start at once.
import { build } from 'esbuild';
import { chmod, cp, rm } from 'node:fs/promises';

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
  logLevel: 'warning',
};

await rm('dist', { recursive: true, force: true });
await Promise.all([
  // Each shell by itself: a runner starts for every attempt and must not load what only the others need of a library.
  bundle({ main: 'src/cli/main.ts' }),
  bundle({ runner: 'src/runner/runner.ts' }),
  bundleWhole({ cli: 'src/cli/cli.ts', glance: 'src/cli/glance.ts' }),
]);
await chmod('dist/cli.mjs', 0o755);
// What `necrocode demo` builds; read as files, so it is shipped as files.
await cp('examples/chat-app', 'dist/demo', { recursive: true });

function bundle(entryPoints) {
  const chunkNames = 'chunks/[name]-[hash]';
  return build({ ...options, entryPoints, chunkNames, splitting: true, banner: { js: requireForCommonJs } });
}

/** One file for each entry: to load shared chunks one by one would take longer than what is done with them. */
async function bundleWhole(entryPoints) {
  const { metafile } = await build({ ...options, entryPoints, metafile: true, plugins: [openOnDemand()] });
  const loaded = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  const missing = loaded.filter((path) => path.endsWith('.ts'));
  if (missing.length > 0) throw new Error(`${missing.join(', ')} would be loaded, and is in no file.`);
}

/** What is imported on demand is put into the file, is another file, or is used by nothing that is in the file. */
function openOnDemand() {
  const included = new Set(['./necrocode/place.ts', './necrocode/kept-outline.ts', './en.ts', './ja.ts']);
  const files = { './main.ts': './main.mjs', './glance.ts': './glance.mjs' };
  return {
    name: 'open on demand',
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ kind, path }) =>
        kind !== 'dynamic-import' || included.has(path) ? undefined : { path: files[path] ?? path, external: true },
      );
    },
  };
}
