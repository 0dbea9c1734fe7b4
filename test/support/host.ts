// A VS Code server of its own, on a free port, with settings, extensions and a home that nobody else uses. Everything it writes
// lies in one temporary folder, which goes when it is stopped; so do its processes, extension hosts and terminals included.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deadline } from './deadline.ts';
import { cacheDir, hostEntry, hostNode } from './host-place.ts';
import { hostSettings } from './settings-of-host.ts';

export interface Host extends AsyncDisposable {
  /** The folder that is removed at the end. */
  dir: string;
  home: string;
  /** Where extensions write their logs. */
  logsDir: string;
  /** Address of the workbench with this folder, or `*.code-workspace`, open. */
  url(path: string, payload?: readonly (readonly [string, string])[]): string;
}

export interface HostOptions {
  /** The user's settings, beyond those of every test. */
  settings?: Readonly<Record<string, unknown>>;
  env?: Readonly<Record<string, string>>;
  /** Lets tests run in the extension host. Toasts are not drawn then, and modal dialogs are refused. */
  isDriven?: boolean;
  /** Workspaces are trusted unless this is set. */
  asksForTrust?: boolean;
  /** `ja`: the extension's texts are Japanese, the editor's own stay English. */
  language?: 'en' | 'ja';
  args?: readonly string[];
  /** Called before the start, to put extensions into their folder or files into the home. */
  prepare?: (places: { extensions: string; home: string; userData: string }) => void;
}

const startMsMax = 30_000;
const stopMsMax = 5000;

export async function startHost(options: HostOptions = {}): Promise<Host> {
  // Unix sockets are made below it, and their paths are short.
  const dir = mkdtempSync(join(tmpdir(), 'h-'));
  const [userData, extensions, home, temporary] = [join(dir, 'u'), join(dir, 'e'), join(dir, 'home'), join(dir, 't')];
  for (const folder of [join(userData, 'User'), extensions, home, temporary]) mkdirSync(folder, { recursive: true });
  const settings = { ...hostSettings, ...(options.asksForTrust === true ? trustSettings : {}), ...options.settings };
  writeFileSync(join(userData, 'User/settings.json'), JSON.stringify(settings));
  writeFileSync(join(home, '.gitconfig'), '[user]\n\tname = Alice\n\temail = alice@example.org\n');
  if (options.language === 'ja') speakJapanese(dir, userData);
  options.prepare?.({ extensions, home, userData });
  const child = spawn(hostNode, [hostEntry, ...argsOf(dir, options)], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...cleanEnvironment(), ...ownEnvironment, HOME: home, TMPDIR: temporary, ...options.env },
  });
  const kill = () => signalGroup(child, 'SIGKILL');
  // A runner that crashes must not leave it behind.
  process.once('exit', kill);
  const stop = async () => {
    await stopHost(child);
    process.off('exit', kill);
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const port = await deadline(portOf(child), startMsMax, 'The VS Code server did not start.');
    return {
      ...{ dir, home, logsDir: join(userData, 'logs') },
      url: (path, payload = []) => {
        const query = new URLSearchParams({ [path.endsWith('.code-workspace') ? 'workspace' : 'folder']: path });
        if (payload.length > 0) query.set('payload', JSON.stringify(payload));
        return `http://127.0.0.1:${port}/?${query.toString()}`;
      },
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What this host calls a file on this machine. */
export function remoteUri(path: string): string {
  return `vscode-remote://remote${path}`;
}

/** Copies the logs to where they outlive the host, for whoever looks into a failure. */
export function keepLogs(host: Host, name: string): string | undefined {
  const kept = join(cacheDir, 'logs', name);
  if (!existsSync(host.logsDir)) return undefined;
  rmSync(kept, { recursive: true, force: true });
  cpSync(host.logsDir, kept, { recursive: true });
  return kept;
}

const trustSettings = { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' };

const ownEnvironment = {
  // Without a marketplace it would say so again and again.
  EXTENSIONS_GALLERY: '{}',
  NODE_COMPILE_CACHE: join(cacheDir, 'compile-cache'),
  LC_ALL: 'C.UTF-8',
};

/** Run from a terminal in VS Code, the server would talk to that VS Code; and no test is to see a token. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const foreign =
    /^(VSCODE_|ELECTRON_|CODE_SERVER|PASSWORD$|HASHED_PASSWORD$|GITHUB_TOKEN$|GH_TOKEN$|OPENAI_|XDG_RUNTIME_DIR$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

function argsOf(dir: string, { asksForTrust, isDriven, language, args = [] }: HostOptions): string[] {
  return [
    ...['--auth', 'none', '--bind-addr', '127.0.0.1:0', '--config', join(dir, 'c.yaml')],
    ...['--user-data-dir', join(dir, 'u'), '--extensions-dir', join(dir, 'e')],
    ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
    // A window that has crashed is given up after a second.
    ...['--ignore-last-opened', '--reconnection-grace-time', '1'],
    ...(asksForTrust === true ? [] : ['--disable-workspace-trust']),
    ...(isDriven === true ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
    ...(language === undefined ? [] : ['--locale', language]),
    ...args,
  ];
}

/** What a language pack would bring, which no registry of packages has: only extensions speak the language then. */
function speakJapanese(dir: string, userData: string): void {
  const main = join(dir, 'main.i18n.json');
  writeFileSync(main, JSON.stringify({ version: '1.0.0', contents: {} }));
  const extensions = [{ extensionIdentifier: { id: 'ms-ceintl.vscode-language-pack-ja' }, version: '1.0.0' }];
  const pack = { hash: 'none', label: '日本語', translations: { vscode: main }, extensions };
  writeFileSync(join(userData, 'languagepacks.json'), JSON.stringify({ ja: pack }));
}

function portOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const port = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (port !== undefined) resolve(port);
    };
    // Read to the end: a pipe that nobody reads would stop it.
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('error', reject);
    child.once('exit', (status) => reject(new Error(`The VS Code server ended with ${String(status)}: ${said}`)));
  });
}

async function stopHost(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    signalGroup(child, 'SIGTERM');
    await deadline(ended, stopMsMax, 'slow').catch(() => undefined);
  }
  // What the server has started belongs to its group, and may be deaf.
  signalGroup(child, 'SIGKILL');
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // All have ended already.
  }
}
