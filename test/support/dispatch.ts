// A dispatcher's hands over a story: the registry is the story itself, a pool of one says what it is asked, and the rest of the
// world is as small as can be. What happens is noted in order: events as `type task`, everything else as one word.
import { systemClock } from '../../src/core/base/clock.ts';
import { createDispatch, type Dispatch } from '../../src/core/dispatcher/dispatch.ts';
import type { Pool, Ports, Repository } from '../../src/core/dispatcher/ports.ts';
import type { Request } from '../../src/core/model/requests.ts';
import { settingsSchema } from '../../src/core/model/settings.ts';
import { tasksetSchema } from '../../src/core/model/task.ts';
import type { AgentLaunch } from '../../src/core/model/spirit.ts';
import { sha, short, type Story } from './builders.ts';

export interface Around {
  follow?: Pool['follow'];
  probe?: Pool['probe'];
  repository?: Partial<Repository>;
  tick?: () => void;
  requests?: Request[];
}

export function dispatchOver(tale: Story, around: Around = {}): { dispatch: Dispatch; log: string[] } {
  const log: string[] = [];
  const note = (word: string) => () => {
    log.push(word);
    return Promise.resolve();
  };
  const ports: Ports = {
    clock: systemClock,
    settings: settingsSchema.parse({}),
    registry: registryOver(tale, log, around.requests ?? []),
    pools: new Map([['local', poolOf(log, around)]]),
    slots: {
      acquire: () =>
        Promise.resolve({
          place: { name: 'slot-1', path: '/slots/slot-1', git_dir: '/git' },
          isWarm: true,
          durationMs: 1,
        }),
      release: () => note('release')().then(() => ({})),
      discard: () => note('discard')().then(() => ({})),
      adopt: () => note('adopt')().then(() => ({})),
    },
    repository: { ...repository, ...around.repository },
    forges: {
      preferred: () => 'local',
      notes: [],
      of: () => ({
        kind: 'local',
        open: () => Promise.resolve({ number: 9 }),
        update: note('update'),
        say: note('say'),
      }),
    },
    deliveries: {
      review: () => Promise.resolve([]),
      describePull: () => Promise.resolve({ title: 'title', body: 'body' }),
      describeFinalPull: () => ({ title: 'title', body: 'body' }),
    },
    cleanUp: { tick: () => Promise.resolve(around.tick?.()) },
    plans: {
      read: (spec_id) => Promise.resolve(planOf(tale, spec_id)),
      take: (spec_id) => Promise.resolve({ taskset: planOf(tale, spec_id), sha256: 'a'.repeat(64) }),
    },
    agents: {
      choose: (name) => Promise.resolve({ agent: agentNamed(name), reasons: [] }),
      resolve: (name) => Promise.resolve(agentNamed(name)),
      playbook: () => Promise.resolve(undefined),
    },
    checkRepository: () => Promise.resolve([]),
    artifactsDir: () => '/artifacts',
    report: () => {},
  };
  return { dispatch: createDispatch(ports, new AbortController().signal), log };
}

function registryOver(tale: Story, log: string[], requests: Request[]): Ports['registry'] {
  return {
    state: tale.state,
    failure: undefined,
    check: () => undefined,
    append: (events) => {
      tale.tell(...events);
      log.push(...events.map(short));
      return Promise.resolve(tale.events.slice(-events.length));
    },
    attemptDir: (...of) => `/attempts/${of.join('/')}`,
    testSlotsDir: '/test-slots',
    takeRequests: async (take) => {
      for (const request of requests.splice(0)) await take(request);
    },
  };
}

function poolOf(log: string[], { follow, probe }: Around): Pool {
  return {
    name: 'local',
    launch: ({ payload: { attempt_dir, launch } }) => {
      log.push('launch');
      return Promise.resolve({ attempt_dir, launch });
    },
    follow: follow ?? (() => silence()),
    probe: probe ?? (() => Promise.resolve('running')),
    stop: () => {
      log.push('stop');
      return Promise.resolve();
    },
  };
}

async function* silence() {}

const repository: Repository = {
  base: () => Promise.resolve({ ref: 'refs/heads/main', sha }),
  setBranch: () => Promise.resolve(),
  branchSha: () => Promise.resolve(sha),
  deleteBranch: () => Promise.resolve(),
  merge: () => Promise.resolve({ kind: 'merged', commit: sha, tree: sha }),
  moveBranch: () => Promise.resolve(true),
  moveBase: () => Promise.resolve(true),
  isAncestor: () => Promise.resolve(true),
  treeOf: () => Promise.resolve(sha),
  forecast: () => Promise.resolve([]),
  author: () => Promise.resolve({ name: 'A', email: 'a@example.org' }),
  describeChange: () => Promise.resolve(''),
};

function planOf(tale: Story, spec_id: string) {
  const nodes = [...(tale.state.specs.get(spec_id)?.tasks.values() ?? [])].map(({ node }) => node);
  return tasksetSchema.parse({ taskset_version: 1, spec_id, title: '', tasks: nodes });
}

function agentNamed(name: string): AgentLaunch {
  return { name, driver: 'command', argv: ['agent'], env: {} };
}
