// `kiro-cli chat --no-interactive --output-format stream-json`, with what was reported of it: it exits 0 after denied tools
// (2.13), begins a new session id when it sums a long conversation up (2.29), and with `--agent` takes permissions from the profile
// alone (2.27). Exit status 4 for an agent that is not found is documented.
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { takeTurn } from './turn.mjs';

export async function chat(args, { turns, quirks }) {
  const valueOf = (flag) => (args.includes(flag) ? args[args.indexOf(flag) + 1] : undefined);
  const prompt = await text(process.stdin);
  // agent-orchestrator #2436
  if (prompt === '') return fails(1, 'error: Input must be supplied when running in non-interactive mode');
  if (quirks.includes('signed-out')) return fails(1, 'error: You are not logged in, please log in with kiro-cli login');
  const path = `.kiro/agents/${valueOf('--agent')}.json`;
  if (!existsSync(path)) return fails(4, `error: no agent with name ${valueOf('--agent')} found`);
  const { allowedTools, toolsSettings } = JSON.parse(readFileSync(path, 'utf8'));
  // Each is a regular expression for the whole command, and comes before what is allowed.
  const denied = toolsSettings.shell.deniedCommands.map((pattern) => new RegExp(`^(?:${pattern})$`));

  const print = (type, data) => process.stdout.write(`${JSON.stringify({ type, data })}\n`);
  let sessionId = valueOf('--resume-id') ?? randomUUID();
  let credits = 0;
  print('runStarted', { payloadSchema: 'acp', acpProtocolVersion: 1, engine: 'v2', sessionId });
  // A later turn is a later process: the script goes on where the resumed conversation is.
  const turn = valueOf('--resume-id') === undefined ? 0 : 1;
  const outcome = await takeTurn(turns[turn] ?? [], {
    // Updates may come bare as well as in an envelope: V3's stream is said to be like that.
    tell: (update) =>
      quirks.includes('bare')
        ? process.stdout.write(`${JSON.stringify(update)}\n`)
        : print('sessionUpdate', { sessionId, update }),
    errorText: (said) => ({ content: [{ type: 'content', content: { type: 'text', text: said } }] }),
    tellSubagent: (said) =>
      print('sessionUpdate', {
        sessionId: 'a-subagent',
        update: { sessionUpdate: 'tool_call', toolCallId: 'sub_1', title: said, status: 'pending' },
      }),
    ask: async ({ kind, rawInput }) =>
      kind === 'edit'
        ? allowedTools.includes('write')
        : allowedTools.includes('shell') && !denied.some((pattern) => pattern.test(rawInput.command)),
    spend(more) {
      credits += more;
      print('metadata', { sessionId, meteringUsage: [{ unit: 'credit', unitPlural: 'credits', value: credits }] });
    },
    compact() {
      sessionId = randomUUID();
      print('metadata', { sessionId, contextUsagePercentage: 3 });
    },
    rateLimit: (seconds) => ({ error: { stage: 'model', message: `Too many requests, try again in ${seconds} s` } }),
  });
  if (outcome.error !== undefined) {
    print('runError', outcome.error);
    process.exitCode = 1;
    return;
  }
  // Tokens are not counted: their fields are 0 everywhere (2.29).
  const usage = { inputTokens: 0, outputTokens: 0, totalTokens: 0 };
  print('runFinished', { sessionId, status: 'success', ...outcome, usage, finalText: '', finalTextTruncated: false });
}

function fails(code, message) {
  process.stderr.write(`${message}\n`);
  process.exitCode = code;
}
