// What is said to an agent first: who we are and what we offer, which is neither files nor terminals, since the agent works in
// the slot with its own tools.
import type { AgentLaunch } from '../../model/spirit.ts';
import { engineOfKiro } from '../kiro-profile.ts';

/** Version 1 is the stable one, and an integer. */
const protocolVersion = 1;

export function introduce(agent: Pick<AgentLaunch, 'argv'>): Record<string, unknown> {
  return {
    protocolVersion,
    // Kiro does not answer at all without our name, nor without a word about terminals. Its first engine wants one offered and
    // never uses it; its second uses what is offered.
    clientInfo: { name: 'necrocode', title: 'NecroCode', version: '1' },
    clientCapabilities: { fs: { readTextFile: false, writeTextFile: false }, terminal: engineOfKiro(agent) === 'v2' },
  };
}
