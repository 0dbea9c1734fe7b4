// What an attempt proves and leaves: verification results, artifacts, review findings, usage.
// "Done" is never a claim here; it is commands, exit codes and digests.
import * as z from 'zod';

export const commandResultSchema = z.object({
  command: z.string().max(2000),
  exit_code: z.int().nullable(),
  duration_ms: z.number().min(0),
  is_timed_out: z.boolean().default(false),
  /** The end of what it printed, redacted and bounded. */
  output: z.string().max(20_000).default(''),
  /** Parsed from JUnit or TAP where the command printed or wrote one. */
  tests: z.object({ passed: z.int(), failed: z.int(), skipped: z.int() }).optional(),
});

export const verificationSchema = z.object({
  ok: z.boolean(),
  /** 1 for the first check of an attempt, one more for every fix. */
  round: z.int().min(1),
  /** The git tree that was checked: equal trees need no second check. */
  tree: z.string().optional(),
  commands: z.array(commandResultSchema).max(50),
});

export const artifactKinds = ['diff', 'verification', 'transcript', 'log', 'review', 'file'] as const;

export const artifactSchema = z.object({
  kind: z.enum(artifactKinds),
  /** Path below `.kiro/artifacts/<spec>/<task>/<n>/`, with forward slashes. */
  name: z.string().max(300),
  sha256: z.string().length(64),
  bytes: z.int().min(0),
  created_at: z.number(),
});

export const findingKinds = [
  'outside_boundary',
  'no_tests_touched',
  'secret',
  'conflict_marker',
  'test_deleted',
  'workflow_changed',
  'lockfile_changed',
  'protected_path',
  'too_large',
] as const;

export const findingSchema = z.object({
  kind: z.enum(findingKinds),
  severity: z.enum(['info', 'warning', 'blocking']),
  message: z.string().max(1000),
  file: z.string().max(1000).optional(),
  line: z.int().min(1).optional(),
});

/** What an agent says it has used; a number that it does not report is absent, never 0. */
export const usageSchema = z.object({
  input_tokens: z.number().optional(),
  output_tokens: z.number().optional(),
  cost_usd: z.number().optional(),
  credits: z.number().optional(),
});

export type CommandResult = z.infer<typeof commandResultSchema>;
export type Verification = z.infer<typeof verificationSchema>;
export type Artifact = z.infer<typeof artifactSchema>;
export type ArtifactKind = Artifact['kind'];
export type Finding = z.infer<typeof findingSchema>;
export type FindingKind = Finding['kind'];
export type Usage = z.infer<typeof usageSchema>;
