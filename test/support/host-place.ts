// Where the editor for the tests is, and which one: its version is part of the path, so that another one is another folder.
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

/** Whatever tests install or keep between runs; git-ignored, and worth caching. */
export const cacheDir = join(root, '.vscode-test');

const codeServerVersion = '4.139.1';
const nodeVersion = '24.21.0';
const platform = `${process.platform}-${process.arch}`;

export const codeServer = `code-server@${codeServerVersion}`;
export const nodeOfHost = { package: `node-${platform}@${nodeVersion}`, folder: `node_modules/node-${platform}` };

export const hostDir = join(cacheDir, `host-${codeServerVersion}-${nodeVersion}-${platform}`);
export const hostNode = join(hostDir, nodeOfHost.folder, 'bin/node');
export const hostEntry = join(hostDir, 'node_modules/code-server/out/node/entry.js');

/** Folder of the extension under test: the root, or where else the programs were built. */
export const extensionDir = resolve(process.env['NECROCODE_TEST_PROGRAMS'] ?? join(root, 'dist'), '..');

/** The tests that run inside the editor, bundled. Below the extension, so that they have its very API, and mocha is found. */
export const hostSuiteDir = join(extensionDir, '.vscode-test/suite');
