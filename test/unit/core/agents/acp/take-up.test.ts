import assert from 'node:assert/strict';
import { wayToTakeUp } from '../../../../../src/core/agents/acp/take-up.ts';

describe('the way in which a conversation is taken up', () => {
  const answers: readonly [what: string, capabilities: unknown, way: string | undefined][] = [
    [
      'is the one without a replay where both are announced',
      { loadSession: true, sessionCapabilities: { resume: {} } },
      'session/resume',
    ],
    ['is loading where only that is', { loadSession: true, sessionCapabilities: { list: {} } }, 'session/load'],
    ['is loading where the rest cannot be read', { loadSession: true, sessionCapabilities: 7 }, 'session/load'],
    ['is none where nothing is announced', { loadSession: false, sessionCapabilities: { resume: null } }, undefined],
    ['is none where nothing is said', undefined, undefined],
  ];
  for (const [what, agentCapabilities, way] of answers) {
    it(what, () => assert.equal(wayToTakeUp({ protocolVersion: 1, agentCapabilities }), way));
  }
});
