// What GraphQL says when it says no. The answer is a success to HTTP, so octokit throws it in two shapes of its own; here they become one.
import { RequestError } from 'octokit';
import * as z from 'zod';

interface GraphError {
  /** In the server's own words. */
  message: string;
  /** What was answered beside the errors. */
  data: unknown;
  /** Aliases and fields that the errors are about; undefined for an error about the whole. */
  paths: (readonly string[] | undefined)[];
  /** It was not even tried: the server does not know the question. */
  isUnknown: boolean;
  /** The limit of the hour is used up, or too much was asked for in a moment. */
  limit: 'hour' | 'moment' | undefined;
  headers: Record<string, string | number | undefined>;
}

const headersSchema = z.record(z.string(), z.union([z.string(), z.number()]).optional());
const bodySchema = z.looseObject({
  data: z.unknown().optional(),
  errors: z
    .array(
      z.object({
        type: z.string().nullish(),
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).nullish(),
      }),
    )
    .min(1),
});
/** As octokit's GraphQL throws it, and as its throttling does. */
const thrownSchema = z.union([
  z.object({ headers: headersSchema, response: bodySchema }),
  z
    .object({ response: z.object({ headers: headersSchema, data: bodySchema }) })
    .transform(({ response: { headers, data } }) => ({ headers, response: data })),
]);

/** Undefined for every other error. */
export function graphErrorOf(error: unknown): GraphError | undefined {
  if (error instanceof RequestError) return undefined;
  const thrown = thrownSchema.safeParse(error).data;
  if (thrown === undefined) return undefined;
  const { headers, response } = thrown;
  const { data, errors } = response;
  return {
    ...{ headers, data },
    message: errors.map(({ message }) => message).join(' '),
    paths: errors.map(({ path }) => path?.map(String)),
    // By the specification an answer without `data` was refused before it was carried out; what GitHub refuses for another reason has a type.
    isUnknown: !('data' in response) && errors.every(({ type }) => type === undefined || type === null),
    limit: errors.some(({ type }) => type === 'RATE_LIMITED')
      ? 'hour'
      : errors.some(({ message }) => /secondary rate limit/i.test(message))
        ? 'moment'
        : undefined,
  };
}
