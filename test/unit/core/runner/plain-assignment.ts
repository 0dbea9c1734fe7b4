// An envelope with nothing special in it, before it is parsed.
export function plainAssignment(payload: Record<string, unknown>, fields: Record<string, unknown> = {}) {
  return {
    protocol: 'spirit/1',
    type: 'issue_assignment',
    agent_instance: 'backend_spirit_1',
    spec_id: 'demo',
    issue_id: 'first',
    task_id: '1',
    attempt: 2,
    ...fields,
    payload: {
      task: { id: '1', title: 'Write a file' },
      base: '0'.repeat(40),
      branch: 'feature/task-demo-1-write-a-file',
      agent: { name: 'mine', driver: 'command', argv: ['mine'] },
      slot: { name: 'slot-1', path: '/slot', git_dir: '/git' },
      artifacts_dir: '/artifacts',
      attempt_dir: '/attempt',
      author: { name: 'Test', email: 'test@example.com' },
      launch: 'launch-1',
      ...payload,
    },
  };
}
