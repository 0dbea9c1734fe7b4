// `kiro-cli acp` of both engines, as far as a client can see it.
import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { agentFolders, upgradeAgents, v3AgentsIn } from './agent-files.mjs';
import { takeTurn } from './turn.mjs';

const engines = {
  v2: {
    newId: () => randomUUID(),
    options: [
      { optionId: 'allow_once', name: 'Yes', kind: 'allow_once' },
      { optionId: 'allow_always', name: 'Always', kind: 'allow_always' },
      { optionId: 'reject_once', name: 'No', kind: 'reject_once' },
    ],
    errorText: (text) => ({ content: [{ type: 'content', content: { type: 'text', text } }] }),
  },
  v3: {
    newId: () => `sess_${randomUUID()}`,
    // The ids differ from V2's, only the kinds are the same; a kind that no version of the protocol knows comes first.
    options: [
      { optionId: 'explain', name: 'Explain', kind: 'explain_once' },
      { optionId: 'always-accept', name: 'Always', kind: 'allow_always' },
      { optionId: 'accept', name: 'Accept', kind: 'allow_once' },
      { optionId: 'always-reject', name: 'Never', kind: 'reject_always' },
      { optionId: 'reject', name: 'Reject', kind: 'reject_once' },
    ],
    // V3 tells the text of a tool's error in rawOutput.
    errorText: (message) => ({ rawOutput: { message } }),
  },
};

export function serveAcp(args, { turns, quirks, notes }) {
  const line = args.join(' ');
  const name = /--agent-engine[= ]v3/.test(line) ? 'v3' : 'v2';
  const engine = engines[name];
  // `--agent` and trust flags are refused with V3 (Kiro #10761, seen in 2.16 to 2.21).
  if (name === 'v3' && /--agent(?!-engine)|--trust/.test(line)) {
    process.stderr.write('error: the argument is not supported with --agent-engine v3\n');
    process.exit(2);
  }
  const folders = agentFolders();
  if (name === 'v3') upgradeAgents(folders);
  const modes = ['vibe', 'spec', ...v3AgentsIn(folders)];
  const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const notify = (method, params) => send({ method, params });
  const pending = new Map();
  let requests = 0;
  const request = (method, params) =>
    new Promise((resolve) => {
      requests += 1;
      pending.set(requests, resolve);
      send({ id: requests, method, params });
    });
  let sessionId;
  let turn = 0;
  let credits = 0;
  let model = 'auto';
  let mode = name === 'v2' ? 'necrocode' : 'vibe';
  /** What the client did, for the test to read. */
  const note = (what) => {
    if (notes !== undefined) appendFileSync(notes, `${JSON.stringify(what)}\n`);
  };
  const cancelled = Promise.withResolvers();

  const door = {
    cancelled: cancelled.promise,
    errorText: engine.errorText,
    tell: (update) => notify('session/update', { sessionId, update }),
    tellSubagent(text) {
      const update = { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } };
      // V2 sends a subagent's updates over the same pipe, under an id of their own.
      if (name === 'v2') {
        const call = { sessionUpdate: 'tool_call', toolCallId: 'sub_1', title: text, kind: 'other', status: 'pending' };
        notify('session/update', { sessionId: 'a-subagent', update: call });
        notify('session/update', { sessionId: 'a-subagent', update });
      } else {
        const call = { sessionUpdate: 'tool_call', toolCallId: 'sub_1', title: text, status: 'completed' };
        notify('session/update', { sessionId, update: { ...call, _meta: { kiro: { kind: 'agent-subtask' } } } });
      }
    },
    async ask(call) {
      // Some agents say in the request only which call they mean, and what it is in the frames before.
      const toolCall = quirks.includes('terse') ? { toolCallId: call.toolCallId } : call;
      const { outcome } = await request('session/request_permission', { sessionId, toolCall, options: engine.options });
      note({ asked: call.title, outcome: outcome?.outcome });
      return outcome?.outcome === 'selected' && /^(allow|accept)/.test(outcome.optionId);
    },
    spend(more) {
      credits += more;
      // The value is cumulative.
      const meteringUsage = [{ unit: 'credit', unitPlural: 'credits', value: credits }];
      notify('_kiro.dev/metadata', { sessionId, contextUsagePercentage: 12.3, meteringUsage });
    },
    compact: () => notify('_kiro.dev/compaction/status', { sessionId, status: 'completed' }),
    rateLimit(seconds) {
      notify('_kiro.dev/error/rate_limit', { sessionId, message: 'Too many requests', retryAfter: seconds });
      return new Promise(() => {});
    },
  };

  /** What is on disk of a conversation, for processes to come. */
  const pathOf = (id) => join(process.env.KIRO_STAND_IN_SESSIONS ?? '/nowhere', `${id}.json`);
  const keep = () => {
    if (process.env.KIRO_STAND_IN_SESSIONS === undefined) return;
    mkdirSync(process.env.KIRO_STAND_IN_SESSIONS, { recursive: true });
    writeFileSync(pathOf(sessionId), JSON.stringify({ turn, credits }));
  };
  const ways = () =>
    name === 'v2'
      ? {
          models: { currentModelId: 'auto', availableModels: [{ modelId: 'auto' }, { modelId: 'claude-sonnet' }] },
          modes: { currentModeId: mode, availableModes: [{ id: 'necrocode' }, { id: 'kiro_planner' }] },
        }
      : { configOptions: configOptions() };

  const answers = {
    async initialize({ clientInfo, clientCapabilities }) {
      // V2 does not reply at all without these two (seen in 2.21).
      if (clientInfo === undefined || clientCapabilities?.terminal === undefined) return new Promise(() => {});
      // It takes up to 15 to 23 s in reality.
      if (quirks.includes('slow')) await new Promise((resolve) => setTimeout(resolve, 300));
      notify('_kiro.dev/mcp/server_initialized', { serverName: 'none' });
      return { protocolVersion: 1, agentCapabilities: { loadSession: true, sessionCapabilities: {} }, authMethods: [] };
    },
    'session/new'({ mcpServers, _meta }) {
      if (quirks.includes('signed-out')) throw { code: -32000, message: 'Authentication required' };
      if (!Array.isArray(mcpServers)) throw { code: -32602, message: 'mcpServers is required' };
      sessionId = engine.newId();
      notify('_kiro.dev/commands/available', { sessionId, commands: [] });
      if (name === 'v3') mode = _meta?.kiro?.modeId ?? mode;
      return { sessionId, ...ways() };
    },
    'session/set_model'({ modelId }) {
      model = modelId;
      return {};
    },
    'session/set_mode'({ modeId }) {
      mode = modeId;
      return {};
    },
    // V3 only; a value that it does not know is replaced in silence, and the answer tells.
    'session/set_config_option'({ configId, value }) {
      if (name === 'v2') throw { code: -32601, message: 'Method not found' };
      if (configId === 'model' && value === 'claude-sonnet') model = value;
      if (configId === 'mode' && modes.includes(value)) mode = value;
      return { configOptions: configOptions() };
    },
    // Tells all that was said and done before it answers. Hangs on an unknown id (Kiro #6753).
    'session/load'({ sessionId: wanted }) {
      if (!existsSync(pathOf(wanted))) return new Promise(() => {});
      sessionId = wanted;
      ({ turn, credits } = JSON.parse(readFileSync(pathOf(wanted), 'utf8')));
      const call = { toolCallId: 'tooluse_1', title: 'What was done', kind: 'edit', status: 'pending' };
      door.tell({ sessionUpdate: 'tool_call', ...call });
      door.tell({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: 'What was said.' } });
      door.spend(0);
      return ways();
    },
    async 'session/prompt'({ prompt }) {
      if (name === 'v3') await request('_kiro/terminal/shell_type', {});
      door.tell({ sessionUpdate: 'session_info_update', title: prompt[0].text.slice(0, 20) });
      const outcome = await takeTurn(turns[turn++] ?? [], {
        ...door,
        tell: (update) =>
          door.tell(JSON.parse(JSON.stringify(update).replaceAll('{model}', model).replaceAll('{mode}', mode))),
      });
      keep();
      if (outcome.error !== undefined) throw outcome.error;
      // This does not end the turn: the agent may go on.
      if (name === 'v3') door.tell({ sessionUpdate: 'session_info_update', _meta: { kiro: { kind: 'turn_end' } } });
      // Tokens are not counted: their fields are 0 everywhere (2.29).
      return { ...outcome, usage: { inputTokens: 0, outputTokens: 0, totalTokens: 0 } };
    },
  };
  const offered = (values) => values.map((value) => ({ value, name: value }));
  const configOptions = () => [
    { id: 'model', category: 'model', type: 'select', name: 'Model', currentValue: model, options: offered([model]) },
    { id: 'mode', category: 'mode', type: 'select', name: 'Mode', currentValue: mode, options: offered(modes) },
  ];

  createInterface({ input: process.stdin }).on('line', async (text) => {
    const { id, method, params, result } = JSON.parse(text);
    if (method === undefined) return pending.get(id)?.(result ?? {});
    if (method === 'session/cancel') {
      note({ cancelled: params.sessionId === sessionId });
      cancelled.resolve();
    }
    if (id === undefined) return;
    try {
      if (answers[method] === undefined) throw { code: -32601, message: `Method not found: ${method}` };
      send({ id, result: await answers[method](params) });
    } catch (error) {
      send({ id, error });
    }
  });
  process.stdin.on('end', () => process.exit(0));
}
