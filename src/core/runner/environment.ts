// The environment of everything that a runner starts: the allow-list, what the user allowed by name, and the variables that
// tell a program which attempt it works on. The runner's own marker goes with each start, so that nothing can hide.
import { allowedEnvironment } from '../base/environment.ts';
import type { Environment } from '../base/environment.ts';
import type { Assignment } from '../model/spirit.ts';

export function attemptEnvironment(
  source: Environment,
  assignment: Assignment,
  { contextPath, conflicts }: { contextPath: string; conflicts: readonly string[] },
): Record<string, string> {
  const { payload } = assignment;
  const { port, ports } = payload.slot;
  return {
    ...allowedEnvironment(source, { allow: payload.env_allow }),
    NECROCODE_SPEC_ID: assignment.spec_id,
    NECROCODE_TASK_ID: assignment.task_id,
    NECROCODE_ATTEMPT: String(assignment.attempt),
    NECROCODE_AGENT_INSTANCE: assignment.agent_instance,
    NECROCODE_BRANCH: payload.branch,
    NECROCODE_CONTEXT: contextPath,
    /** One path per line; empty when there are none. */
    NECROCODE_CONFLICTS: conflicts.join('\n'),
    ...(port === undefined ? {} : { NECROCODE_PORT: String(port) }),
    ...(ports === undefined ? {} : { NECROCODE_PORTS: String(ports) }),
  };
}
