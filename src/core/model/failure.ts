// Why an attempt did not succeed, in eleven kinds. What follows from each kind stands in one table of the dispatcher.
import * as z from 'zod';

export const failureKinds = [
  'agent_error',
  'agent_timeout',
  'no_changes',
  'verify_failed',
  'conflict',
  'policy_violation',
  'changes_requested',
  'permission_denied',
  'quota',
  'infra_lost',
  'cancelled',
] as const;

export const failureSchema = z.object({
  kind: z.enum(failureKinds),
  /** One sentence for a person, already redacted. */
  message: z.string().max(4000),
  /** What the next round needs to know: test output, conflicting hunks, findings. Redacted, bounded. */
  evidence: z.string().max(20_000).optional(),
  /** When a quota opens again, milliseconds since the epoch. */
  reset_at: z.number().optional(),
  /** A person has said so: whatever the kind, it is not tried again until a person asks. */
  is_final: z.boolean().optional(),
});

export type FailureKind = (typeof failureKinds)[number];
export type Failure = z.infer<typeof failureSchema>;
