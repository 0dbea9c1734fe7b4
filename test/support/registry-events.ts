// Events for tests of the registry: a planned spec, and tasks that go all the way from ready to done.
import type { NewEvent, TaskNode } from '../../src/core/model/events.ts';

export const sha = '0123456789abcdef0123456789abcdef01234567';

/** Legal in every state; `reason` gives it any length. */
export function agentPaused(agent: string, until = 1, reason = 'quota'): NewEvent {
  return { type: 'AgentPaused', data: { agent, until, reason } };
}

export function taskNode(id: string, dependencies: string[] = []): TaskNode {
  const files = [`src/${id}/**`];
  return { id, title: `Build part ${id} 部品`, kind: 'work', status: 'ready', dependencies, priority: 0, files };
}

/** A spec of `count` tasks, `1` to `count`, with its run begun. */
export function startedSpec(
  spec_id: string,
  count: number,
  dependenciesOf: (id: number) => number[] = () => [],
): NewEvent[] {
  const ids = Array.from({ length: count }, (_, i) => String(i + 1));
  return [
    {
      type: 'SpecPlanned',
      spec_id,
      data: { taskset_version: 1, title: spec_id, planner: 'offline', tasks: count, plan_sha256: 'a'.repeat(64) },
    },
    ...ids.map((id): NewEvent => ({
      type: 'TaskCreated',
      spec_id,
      task_id: id,
      data: { taskset_version: 1, node: taskNode(id, dependenciesOf(Number(id)).map(String)) },
    })),
    {
      type: 'RunStarted',
      run_id: 'r1',
      spec_id,
      data: {
        base_ref: 'refs/heads/main',
        base_sha: sha,
        tip_sha: sha,
        integration_branch: `necrocode/${spec_id}`,
        delivery: 'integration',
        forge: 'local',
        workers: 3,
        agent: 'kiro',
        verify: ['npm test'],
      },
    },
  ];
}

/** One attempt of a ready-made task, from ready to verified; it may be repeated with the next attempt. */
export function attemptOf(spec_id: string, task_id: string, attempt = 1): NewEvent[] {
  const subject = { run_id: 'r1', spec_id, task_id, attempt, agent_instance: `kiro_spirit_${attempt}` };
  const slot = { slot: `slot-${task_id}`, path: `/slots/${task_id}`, is_warm: true, duration_ms: 12 };
  return [
    { type: 'TaskReady', run_id: 'r1', spec_id, task_id, data: {} },
    {
      ...subject,
      type: 'TaskAssigned',
      data: { agent: 'kiro', pool: 'local', branch: `feature/task-${task_id}`, base_sha: sha, launch: 'l1' },
    },
    { ...subject, type: 'SlotAllocated', data: slot },
    { ...subject, type: 'RunnerStarted', data: { pid: 4711, start_time: '99', launch: 'l1' } },
    { ...subject, type: 'VerificationStarted', data: { round: 1 } },
    { ...subject, type: 'AgentUsageReported', data: { usage: { input_tokens: 1200, output_tokens: 340 } } },
    {
      ...subject,
      type: 'RunnerFinished',
      data: { outcome: 'succeeded', commit: sha, tree: sha, files: ['src/a.ts'], insertions: 10, deletions: 2 },
    },
    { ...subject, type: 'SlotReleased', data: { slot: slot.slot } },
  ];
}

export function completed(spec_id: string, task_id: string): NewEvent {
  return { type: 'TaskCompleted', run_id: 'r1', spec_id, task_id, data: { merge_sha: sha } };
}
