// What is said to an agent first: who we are and what we offer, which is neither files nor terminals, since the agent works in
// the slot with its own tools.
import type { AgentLaunch } from '../../model/spirit.ts';

/** Version 1 is the stable one, and an integer. */
const protocolVersion = 1;

export function introduce(agent: Pick<AgentLaunch, 'argv'>): Record<string, unknown> {
  return {
    protocolVersion,
    // Kiro does not answer at all without our name, nor without a word about terminals.
    clientInfo: { name: 'necrocode', title: 'NecroCode', version: '1' },
    clientCapabilities: { fs: { readTextFile: false, writeTextFile: false }, terminal: isKiroV2(agent) },
  };
}

/** Kiro's second version wants a terminal offered and never uses it; its third uses what is offered. */
function isKiroV2({ argv }: Pick<AgentLaunch, 'argv'>): boolean {
  return /(?:^|[\\/])kiro-cli(?:-chat)?(?:\.exe)?$/.test(argv[0] ?? '') && !/--agent-engine[= ]v3/.test(argv.join(' '));
}
