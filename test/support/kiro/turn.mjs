// What the stand-in's "model" does in one turn. `tell` sends an update, `ask` asks for permission and says whether it was given.
import { mkdirSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { dirname, resolve } from 'node:path';

export async function takeTurn(actions, door) {
  for (const action of actions) {
    const [[kind, value]] = Object.entries(action);
    const outcome = await does[kind](value, door);
    if (outcome !== undefined) return outcome;
  }
  return { stopReason: 'end_turn' };
}

let calls = 0;

const does = {
  say: (text, { tell }) => void tell({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } }),
  think: (text, { tell }) => void tell({ sessionUpdate: 'agent_thought_chunk', content: { type: 'text', text } }),
  write: ([path, text], door) =>
    useTool(
      door,
      { title: `Writing ${path}`, kind: 'edit', rawInput: { path, content: text }, locations: [{ path }] },
      () => {
        const target = resolve(path);
        mkdirSync(dirname(target), { recursive: true });
        writeFileSync(target, text);
        return { ok: true, output: `wrote ${path}` };
      },
    ),
  run: (command, door) =>
    useTool(door, { title: `Running: ${command}`, kind: 'execute', rawInput: { command } }, () => {
      const { status, stdout } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
      // A command that fails is still a tool that has completed.
      return { ok: true, output: `${stdout}\nexit ${status}` };
    }),
  subagent: (text, { tellSubagent }) => void tellSubagent(text),
  spend: (credits, { spend }) => void spend(credits),
  unknown: (_value, { tell }) => void tell({ sessionUpdate: 'telepathy', what: [1, 2, 3] }),
  compact: (_value, { compact }) => void compact(),
  rateLimit: (seconds, { rateLimit }) => rateLimit(seconds),
  fail: (error) => ({ error }),
  // Still wants something when its turn is called off.
  finishWhenCancelled: async (file, door) => {
    await door.cancelled;
    await does.write(file, door);
    return { stopReason: 'cancelled' };
  },
  hang: () => new Promise(() => setInterval(() => {}, 1000)),
  die: (code) => process.exit(code),
};

async function useTool({ tell, ask, errorText }, call, work) {
  calls += 1;
  const toolCallId = `tooluse_${calls}`;
  tell({ sessionUpdate: 'tool_call', toolCallId, status: 'pending', ...call });
  if (!(await ask({ toolCallId, ...call }))) {
    const text = 'Tool use was rejected.';
    tell({ sessionUpdate: 'tool_call_update', toolCallId, status: 'failed', ...errorText(text) });
    return;
  }
  const { ok, output } = work();
  const content = [{ type: 'content', content: { type: 'text', text: output } }];
  tell({ sessionUpdate: 'tool_call_update', toolCallId, status: ok ? 'completed' : 'failed', content });
}
