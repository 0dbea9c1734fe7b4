// Kiro's `--output-format stream-json`. Three envelopes are seen: an object with a `type`, a bare update, and JSON-RPC. The
// updates are those of the Agent Client Protocol. Its summary of a long conversation begins a new session, so that the newest
// id is the one that counts; updates may also come from subagents, whose ids do not.
import * as z from 'zod';
import { eventsOfKiroMetadata, eventsOfUpdate } from '../acp/updates.ts';
import type { AgentEvent } from '../agent-event.ts';
import { frameParser } from './reader.ts';
import type { HeadlessReader } from './reader.ts';

const updateSchema = z.looseObject({ sessionUpdate: z.string() });
const text = z.string().optional().catch(undefined);
const envelopeSchema = z.object({
  type: text,
  method: text,
  data: z.unknown().optional(),
  params: z.unknown().optional(),
});
const bodySchema = z.looseObject({
  sessionId: text,
  update: updateSchema.optional().catch(undefined),
  status: text,
  stopReason: text,
  message: text,
  stage: text,
});
const stateSchema = z.object({ sessionUpdate: z.literal('state_update'), state: z.literal('idle') });

export const kiro: HeadlessReader = {
  parse: frameParser((frame) => {
    const bare = updateSchema.safeParse(frame);
    if (bare.success) return readUpdate(bare.data);
    const { type, method, data, params } = envelopeSchema.parse(frame);
    const body = bodySchema.safeParse(data ?? params).data ?? {};
    if (body.update !== undefined) return readUpdate(body.update);
    return readers[type ?? method ?? '']?.(body) ?? [];
  }),
  exits: {
    3: { message: 'an MCP server did not start' },
    4: { message: 'the agent profile was not found' },
  },
};

type Body = z.infer<typeof bodySchema>;

/** By `type`, or by the method of a notification. */
const readers: Readonly<Record<string, (body: Body) => AgentEvent[]>> = {
  runStarted: sessionOf,
  metadata: (body) => [...sessionOf(body), ...eventsOfKiroMetadata(body)],
  '_kiro.dev/metadata': (body) => [...sessionOf(body), ...eventsOfKiroMetadata(body)],
  '_kiro.dev/error/rate_limit': (body) => [
    { kind: 'failed', report: { message: `rate limit: ${body.message ?? 'reached'}`, details: body } },
  ],
  runFinished: (body) =>
    body.status === undefined || body.status === 'success'
      ? [...sessionOf(body), { kind: 'ended' }]
      : [{ kind: 'failed', report: { message: body.message ?? `the run ended as ${body.status}`, details: body } }],
  runError: (body) => [{ kind: 'failed', report: { message: body.message ?? 'the run failed', details: body } }],
};

function sessionOf({ sessionId }: Body): AgentEvent[] {
  return sessionId === undefined ? [] : [{ kind: 'session', id: sessionId }];
}

function readUpdate(update: z.infer<typeof updateSchema>): AgentEvent[] {
  return stateSchema.safeParse(update).success ? [{ kind: 'ended' }] : eventsOfUpdate(update);
}
