// The agents that are known by name, one row each: which driver speaks to them, their exact launch lines, what they need of the
// user's environment, with which words a headless one goes on in its conversation, how a person opens them in a terminal, and what
// to say when they are missing or not signed in. The user's own `agents:` come before these. A new agent is one row more.
// Lines and flags are those of the agents' documentation. The order is that in which `auto` looks for one.
import { sessionPlaceholder } from '../model/spirit.ts';
import type { AgentLaunch, TerminalLine } from '../model/spirit.ts';
import { adapter, installedFrom, installedWithNpm, signsIn, type AgentHint } from './hints.ts';

export type Preset = Omit<AgentLaunch, 'name'> & { hint?: AgentHint };

const kiro = installedFrom('https://kiro.dev/cli', {
  signIn: signsIn('kiro-cli login', 'KIRO_API_KEY'),
  signInProbe: { args: ['whoami'] },
  keys: ['KIRO_API_KEY'],
});
const opencode = installedWithNpm('opencode-ai', {
  signIn: signsIn('opencode auth login'),
  // It has models that want none.
  signInProbe: 'unknown',
});
const gemini = installedWithNpm('@google/gemini-cli', {
  signIn: signsIn('gemini', 'GEMINI_API_KEY'),
  // It may be in any of its settings and variable files, in a keychain, or be the machine's own.
  signInProbe: 'unknown',
  keys: ['GEMINI_API_KEY'],
});
const copilot = installedWithNpm('@github/copilot', {
  signIn: { en: 'Sign in with /login in `copilot`.', ja: '`copilot` の中の /login でサインインしてください。' },
  signInProbe: 'unknown',
  keys: ['COPILOT_GITHUB_TOKEN', 'COPILOT_PROVIDER_API_KEY'],
});
const codex = installedWithNpm('@openai/codex', {
  signIn: signsIn('codex login'),
  signInProbe: { args: ['login', 'status'] },
  keys: ['CODEX_API_KEY'],
});
const claude = installedWithNpm('@anthropic-ai/claude-code', {
  signIn: signsIn('claude', 'ANTHROPIC_API_KEY'),
  signInProbe: { args: ['auth', 'status'] },
  keys: ['ANTHROPIC_API_KEY', 'CLAUDE_CODE_OAUTH_TOKEN'],
});
// These two take models of many makers, each with a key of its own.
const qwen = installedWithNpm('@qwen-code/qwen-code', {
  signIn: signsIn('qwen', 'OPENAI_API_KEY'),
  signInProbe: 'unknown',
});
const goose = installedFrom('https://block.github.io/goose', {
  signIn: signsIn('goose configure'),
  signInProbe: 'unknown',
});
const cursor = installedFrom('https://cursor.com/cli', {
  signIn: signsIn('cursor-agent login', 'CURSOR_API_KEY'),
  signInProbe: { args: ['status'] },
  keys: ['CURSOR_API_KEY'],
});

const session = sessionPlaceholder;
/** Kiro's starts refresh one sign-in and unpack one engine. */
const kiroGapMs = 1500;
const kiroEnv = { KIRO_LOG_LEVEL: 'error', KIRO_LOG_NO_COLOR: '1' };
const kiroAllow = ['KIRO_API_KEY', 'KIRO_HOME', 'KIRO_DATA_DIR', 'KIRO_RUNTIME_DIR'];
const opencodeEnv = { OPENCODE_DISABLE_AUTOUPDATE: '1', OPENCODE_DISABLE_MODELS_FETCH: '1' };
/** It asks for little by itself; asked for everything, it is kept to its slot. */
const opencodeAsks = JSON.stringify({ bash: 'ask', edit: 'ask', webfetch: 'ask', external_directory: 'ask' });
const opencodeAllow = ['OPENCODE_CONFIG', 'OPENCODE_CONFIG_CONTENT', 'ANTHROPIC_API_KEY', 'OPENAI_API_KEY'];
const geminiAllow = ['GEMINI_API_KEY', 'GOOGLE_API_KEY', 'GOOGLE_GEMINI_BASE_URL', 'GOOGLE_CLOUD_PROJECT'];
const copilotEnv = { COPILOT_AUTO_UPDATE: 'false' };
const copilotAllow = ['COPILOT_GITHUB_TOKEN', 'COPILOT_OFFLINE', 'COPILOT_MODEL'].concat(
  ['BASE_URL', 'API_KEY', 'TYPE', 'WIRE_API'].map((name) => `COPILOT_PROVIDER_${name}`),
);
const codexAllow = ['CODEX_HOME', 'CODEX_API_KEY', 'CODEX_PATH'];
const claudeEnv = { DISABLE_AUTOUPDATER: '1' };
const claudeAllow = ['ANTHROPIC_API_KEY', 'ANTHROPIC_BASE_URL', 'CLAUDE_CODE_OAUTH_TOKEN', 'CLAUDE_CONFIG_DIR'];

const kiroTerminal = opens('kiro-cli chat --v2 --agent necrocode', { prompt: [], resume: ['--resume-id'] });
const opencodeTerminal = opens('opencode', { prompt: ['--prompt'], resume: ['--session'] });
const geminiTerminal = opens('gemini --skip-trust', { prompt: ['-i'] });
const copilotTerminal = opens('copilot', { prompt: ['-i'] });
const codexTerminal = opens('codex', { prompt: [], resume: ['resume'] });
const claudeTerminal = opens('claude', { prompt: [], resume: ['--resume'] });

export const presets: Readonly<Record<string, Preset>> = {
  playbook: { driver: 'playbook', argv: [], env: {} },
  kiro: acp('kiro-cli acp --agent-engine v2 --agent necrocode', kiro, {
    env: kiroEnv,
    env_allow: kiroAllow,
    start_gap_ms: kiroGapMs,
    terminal: kiroTerminal,
  }),
  'kiro-v3': acp('kiro-cli acp --agent-engine=v3 --auth-method=cli', kiro, {
    env: kiroEnv,
    env_allow: kiroAllow,
    start_gap_ms: kiroGapMs,
    terminal: opens('kiro-cli chat --v3', { prompt: [] }),
  }),
  'kiro-headless': headless(
    'kiro-cli chat --no-interactive --v2 --output-format stream-json --agent necrocode --wrap never',
    kiro,
    {
      env: kiroEnv,
      env_allow: kiroAllow,
      options: { format: 'kiro', prompt: 'stdin', resume: ['--resume-id', session] },
      start_gap_ms: kiroGapMs,
      terminal: kiroTerminal,
    },
  ),
  claude: headless(
    'claude -p --output-format stream-json --verbose --permission-mode acceptEdits --allowedTools Bash',
    claude,
    {
      env: claudeEnv,
      env_allow: claudeAllow,
      options: { format: 'claude', prompt: 'stdin', resume: ['--resume', session] },
      terminal: claudeTerminal,
    },
  ),
  'claude-acp': acp('claude-agent-acp', adapter('claude-agent-acp', { ...claude, program: 'claude' }), {
    env: claudeEnv,
    env_allow: [...claudeAllow, 'CLAUDE_CODE_EXECUTABLE'],
    terminal: opens('claude', { prompt: [] }),
  }),
  codex: headless('codex exec --json --skip-git-repo-check -s workspace-write -', codex, {
    env_allow: codexAllow,
    options: { format: 'codex', prompt: 'stdin', resume: ['resume', session] },
    terminal: codexTerminal,
  }),
  'codex-acp': acp('codex-acp', adapter('codex-acp', { ...codex, program: 'codex' }), {
    env_allow: codexAllow,
    terminal: opens('codex', { prompt: [] }),
  }),
  // Its errors tell of the rate limits that it waits out in silence.
  opencode: acp('opencode acp --print-logs --log-level ERROR', opencode, {
    env: { ...opencodeEnv, OPENCODE_PERMISSION: opencodeAsks },
    env_allow: opencodeAllow,
    terminal: opencodeTerminal,
  }),
  'opencode-headless': headless('opencode run --format json', opencode, {
    env: opencodeEnv,
    env_allow: opencodeAllow,
    options: { format: 'opencode', prompt: 'argument', resume: ['--session', session] },
    terminal: opencodeTerminal,
  }),
  gemini: acp('gemini --acp --skip-trust', gemini, { env_allow: geminiAllow, terminal: geminiTerminal }),
  'gemini-headless': headless('gemini -o stream-json --approval-mode yolo --skip-trust -p', gemini, {
    env_allow: geminiAllow,
    options: { format: 'gemini', prompt: 'argument', resume: ['--resume', session] },
    terminal: geminiTerminal,
  }),
  copilot: acp('copilot --acp', copilot, {
    env: copilotEnv,
    env_allow: copilotAllow,
    terminal: copilotTerminal,
  }),
  'copilot-headless': headless('copilot --allow-all-tools --output-format json --no-ask-user -p', copilot, {
    env: copilotEnv,
    env_allow: copilotAllow,
    options: { format: 'copilot', prompt: 'argument', resume: [`--resume=${session}`] },
    terminal: copilotTerminal,
  }),
  qwen: acp('qwen --acp', qwen, {
    env_allow: ['OPENAI_API_KEY', 'OPENAI_BASE_URL', 'OPENAI_MODEL'],
    terminal: opens('qwen', { prompt: ['-i'] }),
  }),
  goose: acp('goose acp', goose, {
    env: { GOOSE_MODE: 'approve' },
    env_allow: ['GOOSE_PROVIDER', 'GOOSE_MODEL', 'OPENAI_HOST', 'OPENAI_API_KEY'],
    terminal: opens('goose session'),
  }),
  cursor: acp('cursor-agent acp', cursor, {
    env_allow: ['CURSOR_API_KEY'],
    terminal: opens('cursor-agent', { prompt: [] }),
  }),
};

export function hintOf(name: string): AgentHint | undefined {
  return presets[name]?.hint;
}

type Row = Partial<Pick<Preset, 'env' | 'env_allow' | 'options' | 'start_gap_ms' | 'terminal'>>;

function opens(line: string, ways: Omit<TerminalLine, 'argv'> = {}): TerminalLine {
  return { argv: line.split(' '), ...ways };
}

function acp(line: string, hint: AgentHint, row: Row = {}): Preset {
  return { driver: 'acp', argv: line.split(' '), env: {}, ...row, hint };
}

function headless(line: string, hint: AgentHint, row: Row): Preset {
  return { driver: 'headless', argv: line.split(' '), env: {}, ...row, hint };
}
