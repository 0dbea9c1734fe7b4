// The settings as the controller sees them, and what the user's environment may add to them.
import { homedir } from 'node:os';
import { variablesOfAgents } from '../agents/agents.ts';
import { loadSettings } from '../settings/settings.ts';
import type { Settings } from '../model/settings.ts';
import type { Place } from './place.ts';

export function settingsOf(place: Place, flags: Record<string, unknown> = {}): Promise<Settings> {
  const { mainWorktree, editorSettings: editor = {} } = place;
  return loadSettings({ mainWorktree, home: homedir(), editor, flags });
}

/** Names of variables that the user's settings let through to agents, and therefore to the controller. */
export async function settingsEnvironment(place: Place): Promise<string[]> {
  return (await settingsOf(place)).env_allow;
}

/** What the user's environment holds for agents alone, such as their API keys. */
export async function agentVariables(place: Place): Promise<Record<string, string>> {
  return variablesOfAgents((await settingsOf(place)).agents, process.env);
}
