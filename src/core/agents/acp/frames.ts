// The frames of the Agent Client Protocol, version 1, as agents really send them: every field that is not needed may be missing
// or of a shape that nobody foresaw. A field that cannot be read is absent; only what names the frame must be right.
import * as z from 'zod';

function lenient<T extends z.ZodType>(schema: T) {
  return schema.optional().catch(undefined);
}

const text = lenient(z.string());

/** The answer to `initialize`. */
export const introducedSchema = z.object({
  agentCapabilities: lenient(
    z.object({
      loadSession: lenient(z.boolean()),
      sessionCapabilities: lenient(z.object({ resume: lenient(z.union([z.literal(true), z.looseObject({})])) })),
    }),
  ),
});

/** `session/update` */
export const notificationSchema = z.object({
  sessionId: z.string(),
  update: z.looseObject({ sessionUpdate: z.string() }),
});

export const contentSchema = z.object({ type: text, text });

/** A piece of a message or thought, or a notice. */
export const chunkSchema = z.object({ content: lenient(contentSchema), message: text });

/** `tool_call`, `tool_call_update`, and the `toolCall` of a permission request. */
export const toolCallSchema = z.object({
  toolCallId: z.string(),
  title: text,
  kind: text,
  status: text,
  content: lenient(z.array(z.unknown())),
  locations: lenient(z.array(z.unknown())),
  rawInput: z.unknown().optional(),
  rawOutput: z.unknown().optional(),
  _meta: z.unknown().optional(),
});

export const planSchema = z.object({ entries: z.array(z.object({ content: z.string(), status: text })).catch([]) });

const optionSchema = z.object({ optionId: z.string(), kind: z.string() });

export const permissionSchema = z.object({
  sessionId: text,
  toolCall: toolCallSchema,
  /** An option that cannot be read, or whose kind nobody knows, is simply not chosen. */
  options: z.array(optionSchema.optional().catch(undefined)).catch([]),
});

const choiceSchema = lenient(z.array(z.looseObject({ id: text, modelId: text })));

export const newSessionSchema = z.object({
  sessionId: z.string(),
  modes: lenient(z.object({ availableModes: choiceSchema })),
  models: lenient(z.object({ availableModels: choiceSchema })),
  configOptions: lenient(
    z.array(
      z.looseObject({
        ...{ id: z.string(), category: text, currentValue: z.unknown().optional() },
        options: lenient(z.array(z.looseObject({ value: text }))),
      }),
    ),
  ),
});

export const configAnswerSchema = z.object({ configOptions: newSessionSchema.shape.configOptions });

const count = lenient(z.number().min(0));

export const promptAnswerSchema = z.object({
  stopReason: text,
  usage: lenient(z.object({ inputTokens: count, outputTokens: count })),
  _meta: lenient(
    z.object({
      quota: lenient(z.object({ token_count: lenient(z.object({ input_tokens: count, output_tokens: count })) })),
    }),
  ),
});

export const usageUpdateSchema = z.object({ cost: lenient(z.object({ amount: z.number().min(0), currency: text })) });

/** Kiro's `_kiro.dev/metadata`, and the `metadata` line of its headless stream. */
export const kiroMetadataSchema = z.object({
  meteringUsage: lenient(z.array(z.object({ unit: text, value: z.number().min(0) }))),
});

export type ToolCall = z.infer<typeof toolCallSchema>;
export type PermissionRequest = z.infer<typeof permissionSchema>;
export type NewSession = z.infer<typeof newSessionSchema>;
export type PromptAnswer = z.infer<typeof promptAnswerSchema>;
