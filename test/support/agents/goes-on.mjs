// A headless agent that has to be asked twice: its first conversation does the work wrong, and only who goes on in that very
// conversation does it right. Its first argument is the format that it prints, as the real agents print it; what it is given
// after that, it notes in the file that GOES_ON_LOG names. Tokens and cost are told as those agents count them.
import { appendFileSync, writeFileSync } from 'node:fs';

const [format, ...args] = process.argv.slice(2);
const session = 'c0ffee00-1111-2222-3333-444455556666';
const isAgain = args.some((arg) => arg.includes(session));
appendFileSync(process.env.GOES_ON_LOG, `${args.filter((arg) => arg.length < 100).join(' ')}\n`);
writeFileSync('a.txt', isAgain ? 'right\n' : 'wrong\n');

/** Claude Code tells the cost of the conversation and the tokens of the process, Codex the tokens of the conversation. */
const frames = {
  claude: [
    { type: 'system', subtype: 'init', session_id: session },
    {
      ...{ type: 'result', is_error: false, session_id: session, total_cost_usd: isAgain ? 0.75 : 0.25 },
      usage: { input_tokens: 10, output_tokens: 2 },
    },
  ],
  codex: [
    { type: 'thread.started', thread_id: session },
    { type: 'turn.completed', usage: { input_tokens: isAgain ? 20 : 10, output_tokens: isAgain ? 4 : 2 } },
  ],
  gemini: [
    { type: 'init', session_id: session },
    { type: 'result', status: 'success', stats: { input_tokens: 10, output_tokens: 2 } },
  ],
  opencode: [{ type: 'step_finish', sessionID: session, part: { tokens: { input: 10, output: 2 }, cost: 0.25 } }],
  copilot: [{ type: 'result', sessionId: session, exitCode: 0, usage: { premiumRequests: 1 } }],
};
for (const frame of frames[format]) process.stdout.write(`${JSON.stringify(frame)}\n`);
