// The agent profiles that the stand-in finds, and what Kiro's second engine does to those of the older form when it starts: it
// rewrites each in place and leaves a `.json.bak` beside it, unless KIRO_AGENT_CONFIG_DIR names another folder, which then is
// the only one that it looks at (Kiro CLI's changelog, 2.37).
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export function agentFolders() {
  const named = process.env.KIRO_AGENT_CONFIG_DIR;
  const home = process.env.KIRO_HOME ?? join(homedir(), '.kiro');
  return named === undefined ? [join('.kiro', 'agents'), join(home, 'agents')] : [named];
}

export function upgradeAgents(folders) {
  for (const { folder, file } of filesIn(folders, '.json')) {
    const path = join(folder, file);
    const agent = JSON.parse(readFileSync(path, 'utf8'));
    renameSync(path, `${path}.bak`);
    writeFileSync(path, JSON.stringify({ ...agent, permissions: { rules: [] } }));
  }
}

/** Custom agents are modes of the second engine, beside its own. */
export function v3AgentsIn(folders) {
  return filesIn(folders, '.md').map(({ file }) => file.slice(0, -'.md'.length));
}

function filesIn(folders, ending) {
  return folders.flatMap((folder) =>
    existsSync(folder) ? readdirSync(folder).flatMap((file) => (file.endsWith(ending) ? [{ folder, file }] : [])) : [],
  );
}
