// Builds what is shipped: one file per shell, shared code and rarely used libraries in chunks that load on demand.
import { build } from 'esbuild';
import { chmod, cp, rm } from 'node:fs/promises';

// CommonJS libraries inside an ES module still ask for `require`.
const requireForCommonJs =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

const options = {
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  minify: true,
  keepNames: true,
  legalComments: 'linked',
  banner: { js: requireForCommonJs },
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
};

await rm('dist', { recursive: true, force: true });
// Each shell by itself: a runner starts for every attempt and must not load what only the others need of a library.
await Promise.all([bundle({ cli: 'src/cli/cli.ts' }), bundle({ runner: 'src/runner/runner.ts' })]);
await chmod('dist/cli.mjs', 0o755);
// What `necrocode demo` builds; read as files, so it is shipped as files.
await cp('examples/chat-app', 'dist/demo', { recursive: true });

function bundle(entryPoints) {
  return build({ ...options, entryPoints });
}
