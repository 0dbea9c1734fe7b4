// The agents that are known by name: which driver speaks to them, and their exact launch lines. The user's own `agents:` come
// before these. Lines and flags are those of the agents' documentation.
import type { AgentLaunch } from '../model/spirit.ts';

export type Preset = Omit<AgentLaunch, 'name'>;

function preset(driver: Preset['driver'], line: string, env: Record<string, string> = {}): Preset {
  return { driver, argv: line === '' ? [] : line.split(' '), env };
}

export const presets: Readonly<Record<string, Preset>> = {
  playbook: preset('playbook', ''),
  kiro: preset('acp', 'kiro-cli acp --agent-engine v2', { KIRO_LOG_LEVEL: 'error' }),
  'kiro-v3': preset('acp', 'kiro-cli acp --agent-engine=v3 --auth-method=cli', { KIRO_LOG_LEVEL: 'error' }),
  'kiro-headless': preset('headless', 'kiro-cli chat --no-interactive --v2 --output-format stream-json --wrap never'),
  opencode: preset('acp', 'opencode acp', { OPENCODE_DISABLE_AUTOUPDATE: '1', OPENCODE_DISABLE_MODELS_FETCH: '1' }),
  gemini: preset('acp', 'gemini --acp --skip-trust'),
  copilot: preset('acp', 'copilot --acp', { COPILOT_AUTO_UPDATE: 'false' }),
  codex: preset('headless', 'codex exec --json --skip-git-repo-check -s workspace-write -'),
  'codex-acp': preset('acp', 'codex-acp'),
  claude: preset('headless', 'claude -p --output-format stream-json --verbose --permission-mode acceptEdits', {
    DISABLE_AUTOUPDATER: '1',
  }),
  'claude-acp': preset('acp', 'claude-agent-acp'),
};
