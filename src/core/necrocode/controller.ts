// The controller: the one process per repository that owns the registry and decides. It takes the lock, puts the ports
// together, runs the dispatcher until nothing is left to do, and leaves the registry tidy.
import { availableParallelism, freemem } from 'node:os';
import { UserError } from '../base/errors.ts';
import { secretsOfEnvironment } from '../base/redact.ts';
import { answerOnly, runDispatcher, type Capacity } from '../dispatcher/dispatcher.ts';
import { tokenOfEnvironment } from '../forge/forge.ts';
import type { Settings } from '../model/settings.ts';
import { openRegistry, takeRequests, type Registry } from '../registry/registry.ts';
import { assemblePorts } from './assembly.ts';
import { startController } from './controller-process.ts';
import { settingsOf } from './controller-settings.ts';
import { excludeOwnFiles } from './own-files.ts';
import type { Place } from './place.ts';
import { version } from './version.ts';

export interface ControllerOptions {
  signal: AbortSignal;
  /** Values that must never be written anywhere. */
  secrets: readonly string[];
  /** The user's variables for agents: each goes to the agents that name it, and stands in no environment of ours. */
  variables: Readonly<Record<string, string>>;
  /** Hears of what goes wrong inside; one line each. */
  log: (line: string) => void;
}

/** Runs until nothing is left to do. False when another process owns the registry already. */
export async function runController(place: Place, options: ControllerOptions): Promise<boolean> {
  await excludeOwnFiles(place);
  if (!(await ownRegistry(place, options))) return false;
  // What was asked while it was leaving was heard, and by nobody else.
  while (!options.signal.aborted && (await isAnybodyWaiting(place))) {
    if (!(await ownRegistry(place, options))) break;
  }
  return true;
}

/** One term as the owner of the registry; false when there is another. */
async function ownRegistry(place: Place, { signal, secrets, variables, log }: ControllerOptions): Promise<boolean> {
  let ring = () => {};
  await using registry = await openRegistry({
    dir: place.registryDir,
    onDoorbell: () => ring(),
    onTrouble: (e) => log(String(e)),
  });
  if (registry === undefined) return false;
  refuseDamage(registry);
  const settings = await settingsOf(place);
  const ports = await assemblePorts({ place, registry, settings, secrets, variables, log });
  await registry.append([{ type: 'ControllerStarted', data: { pid: process.pid, version } }]);
  using _export = exportTasksRegularly(registry, log);
  await runDispatcher({
    ports,
    capacity: capacityOf(settings),
    signal,
    onBell: (wake) => {
      ring = wake;
    },
  });
  await registry.append([
    { type: 'ControllerStopped', data: { reason: signal.aborted ? 'asked to end' : 'nothing left to do' } },
  ]);
  await registry.exportTasks();
  return true;
}

/** A request that is looked at and not passed by stays in the inbox. */
async function isAnybodyWaiting({ registryDir }: Place): Promise<boolean> {
  for await (const _request of takeRequests(registryDir)) return true;
  return false;
}

/**
 * Becomes the owner for as long as the waiting requests take; nothing is scheduled. Leaves at once when there is an owner.
 * Should somebody have asked for work meanwhile, a controller is started to do it.
 */
export async function answerInbox(place: Place): Promise<void> {
  await excludeOwnFiles(place);
  if (await answerAsOwner(place)) await startController(place);
}

async function answerAsOwner(place: Place): Promise<boolean> {
  await using registry = await openRegistry({ dir: place.registryDir });
  if (registry === undefined) return false;
  refuseDamage(registry);
  const settings = await settingsOf(place);
  const signIn = tokenOfEnvironment(process.env);
  const told = { secrets: secretsOfEnvironment(process.env), variables: {}, signIn, log: () => {} };
  const ports = await assemblePorts({ place, registry, settings, ...told });
  const isWorkAsked = await answerOnly(ports);
  await registry.exportTasks();
  return isWorkAsked;
}

function refuseDamage(registry: Registry): void {
  if (!registry.isReadOnly) return;
  const damage = registry.problems.map((problem) => problem.message).join(' ');
  throw new UserError(`The registry is damaged: ${damage}`, {
    hint: 'Run `necrocode doctor`, which explains and can repair it.',
    ja: {
      message: `レジストリが壊れています: ${damage}`,
      hint: '`necrocode doctor` で説明を読み、修復できます。',
    },
  });
}

const memoryPerWorkerBytes = 1_500_000_000;

/** `auto`: what the machine can carry. An agent waits for its model most of the time, but its tests want a core. */
function capacityOf(settings: Settings): Capacity {
  const byCores = Math.max(1, availableParallelism());
  const byMemory = Math.max(1, Math.floor(freemem() / memoryPerWorkerBytes));
  const workersAuto = Math.min(byCores, byMemory, 16);
  const local = Object.entries(settings.pools).filter(([, pool]) => pool.type === 'process');
  return { workersAuto, pools: new Map(local.map(([name, pool]) => [name, { max: pool.max_concurrency ?? 64 }])) };
}

const exportMs = 1000;

function exportTasksRegularly(registry: Registry, log: (line: string) => void): Disposable {
  let isDue = false;
  const listening = registry.onAppended(() => {
    isDue = true;
  });
  const timer = setInterval(() => {
    if (!isDue) return;
    isDue = false;
    registry.exportTasks().catch((error: unknown) => log(`tasks.jsonl: ${String(error)}`));
  }, exportMs);
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
      listening[Symbol.dispose]();
    },
  };
}
