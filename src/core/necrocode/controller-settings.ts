// The settings as the controller sees them, and what the user's environment may add to them.
import { homedir } from 'node:os';
import { loadSettings } from '../settings/settings.ts';
import type { Settings } from '../model/settings.ts';
import type { Place } from './place.ts';

export function settingsOf(place: Place, flags: Record<string, unknown> = {}): Promise<Settings> {
  return loadSettings({ mainWorktree: place.mainWorktree, home: homedir(), flags });
}

/** Names of variables that the user's settings let through to agents, and therefore to the controller. */
export async function settingsEnvironment(place: Place): Promise<string[]> {
  return (await settingsOf(place)).env_allow;
}
