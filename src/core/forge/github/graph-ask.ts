// One question, or one wish, by GraphQL, and the closed list of how it can end. A server that has no GraphQL is asked once.
import { RequestError } from 'octokit';
import type * as z from 'zod';
import { UserError } from '../../base/errors.ts';
import type { Client } from './client.ts';
import { graphErrorOf } from './graph-error.ts';

interface Asked<T> {
  query: string;
  variables: Record<string, unknown>;
  schema: z.ZodType<T>;
  purpose?: string;
}

export type Answer<T> =
  /** `lacking`: where errors stand in place of something, by the path to it. */
  | { kind: 'answered'; value: T; lacking: readonly (readonly string[])[] }
  /** `message`: in GitHub's own words. */
  | { kind: 'refused'; message: string }
  /** The server has no GraphQL, or does not know this question: it will not know it the next time either. */
  | { kind: 'unknown' };

/** Clients whose server has no GraphQL. */
const without = new WeakSet<Client>();

/** @throws Unavailable */
export async function askGraph<T>(
  client: Client,
  what: string,
  { query, variables, schema, purpose }: Asked<T>,
): Promise<Answer<T>> {
  if (without.has(client)) return { kind: 'unknown' };
  try {
    const answer = await client.ask(what, (octokit) => octokit.graphql<unknown>(query, variables), purpose);
    return read(schema, answer, []);
  } catch (error) {
    const said = graphErrorOf(error);
    if (said !== undefined) {
      const { data, paths, isUnknown, message } = said;
      if (isUnknown) return { kind: 'unknown' };
      const lacking = paths.filter((path) => path !== undefined);
      // An error about the whole, or about all that was asked for, leaves nothing to be used.
      const isPart = lacking.length === paths.length && data !== undefined && data !== null;
      const partly = isPart ? read(schema, data, lacking) : undefined;
      return partly?.kind === 'answered' ? partly : { kind: 'refused', message };
    }
    if (error instanceof RequestError && [404, 405, 410, 501].includes(error.status)) {
      without.add(client);
      return { kind: 'unknown' };
    }
    if (error instanceof RequestError || error instanceof UserError) return { kind: 'refused', message: error.message };
    throw error;
  }
}

/** A server whose answer has another shape speaks of something else. */
function read<T>(schema: z.ZodType<T>, answer: unknown, lacking: readonly (readonly string[])[]): Answer<T> {
  const { data, success } = schema.safeParse(answer);
  return success ? { kind: 'answered', value: data, lacking } : { kind: 'unknown' };
}
