// Chooses model and mode where the agent offers a choice, in the three ways in which agents offer it. What was asked for and
// cannot be had ends the attempt: another model could cost more, or be one that the user must not use.
import { AgentFailed } from '../agent-failed.ts';
import type { AgentLaunch } from '../../model/spirit.ts';
import { engineOfKiro, kiroProfileName } from '../kiro-profile.ts';
import { configAnswerSchema } from './frames.ts';
import type { NewSession } from './frames.ts';

type Request = (method: string, params: Record<string, unknown>) => Promise<unknown>;

export async function chooseWays(
  request: Request,
  session: NewSession,
  { name, argv, options }: Pick<AgentLaunch, 'name' | 'argv' | 'options'>,
): Promise<void> {
  const ways = {
    model: options?.model,
    mode: options?.mode ?? (offersOurProfile(session, argv) ? kiroProfileName : undefined),
  };
  for (const what of ['model', 'mode'] as const) {
    const wanted = ways[what];
    if (wanted !== undefined) await choose(request, session, { agent: name, what, wanted });
  }
}

/** Kiro's second engine knows an agent profile as a mode, and takes no flag for it. */
function offersOurProfile({ configOptions = [] }: NewSession, argv: readonly string[]): boolean {
  const modes = configOptions.find(({ id, category }) => category === 'mode' || id === 'mode')?.options ?? [];
  return engineOfKiro({ argv }) === 'v3' && modes.some(({ value }) => value === kiroProfileName);
}

interface Choice {
  agent: string;
  what: 'model' | 'mode';
  wanted: string;
}

async function choose(request: Request, session: NewSession, choice: Choice): Promise<void> {
  const { sessionId, configOptions = [] } = session;
  const { what, wanted } = choice;
  const option = configOptions.find(({ id, category }) => category === what || id === what);
  if (option !== undefined) {
    const answer = await asked(choice, () =>
      request('session/set_config_option', { sessionId, configId: option.id, value: wanted }),
    );
    // Values that are not known are replaced in silence: only the answer tells what holds.
    const set = configAnswerSchema.safeParse(answer).data?.configOptions?.find(({ id }) => id === option.id);
    if (set !== undefined && set.currentValue !== wanted) throw notOffered(choice, String(set.currentValue));
    return;
  }
  const offered = (what === 'model' ? session.models?.availableModels : session.modes?.availableModes) ?? [];
  const ids = offered.map((one) => (what === 'model' ? (one.modelId ?? one.id) : one.id));
  if (!ids.includes(wanted)) throw notOffered(choice, ids.join(', '));
  await asked(choice, () =>
    what === 'model'
      ? request('session/set_model', { sessionId, modelId: wanted })
      : request('session/set_mode', { sessionId, modeId: wanted }),
  );
}

async function asked(choice: Choice, ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await ask();
  } catch (error) {
    throw notOffered(choice, undefined, error);
  }
}

function notOffered({ agent, what, wanted }: Choice, instead: string | undefined, cause?: unknown): AgentFailed {
  const offer = instead === undefined || instead === '' ? '' : ` It offers: ${instead.slice(0, 500)}.`;
  const message = `The agent "${agent}" does not offer the ${what} "${wanted}".${offer}`;
  return new AgentFailed({ kind: 'permission_denied', message }, { cause });
}
