// What the editor opens in tests: a user's repository with a Kiro spec in it, and a home whose settings name an agent that works
// without any model. What the agent does for a task may be said in `script.json` of the home, as `follows-script.mjs` reads it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runGit, writeFiles } from './repository.ts';

const agentProgram = join(import.meta.dirname, 'agents/follows-script.mjs');

const tasksMarkdown = `# Implementation Plan

- [ ] 1. Create the database schema
  - Tables for rooms and messages
  - _Requirements: 1.1_
- [ ] 2. Write the message API
  - _Requirements: 1.2_
- [ ] 3. Build the chat screen
  - Shows messages as they come
  - _Requirements: 1.3_
`;

const requirementsMarkdown = `# Requirements Document

## Requirements

### Requirement 1

**User Story:** As a visitor, I want to chat, so that I can talk to others.

#### Acceptance Criteria

1. THE system SHALL keep rooms and messages.
2. WHEN a message is sent THE system SHALL store it.
3. WHEN a message is stored THE system SHALL show it.
`;

/** The spec that every workspace has: three tasks. */
export const specOfWorkspace = 'chat';

/** Makes a repository with one commit; returns its path. */
export function prepareWorkspace(path: string, files: Readonly<Record<string, string>> = {}): string {
  mkdirSync(path, { recursive: true });
  runGit(['init', '--quiet', '--initial-branch=main'], path);
  writeFiles(path, {
    'README.md': '# Chat\n',
    [`.kiro/specs/${specOfWorkspace}/tasks.md`]: tasksMarkdown,
    [`.kiro/specs/${specOfWorkspace}/requirements.md`]: requirementsMarkdown,
    ...files,
  });
  runGit(['add', '--all'], path);
  runGit(['commit', '--quiet', '--message', 'Begin'], path);
  return path;
}

/** A workspace of this folder alone, to which others can be added without a new start of the extension host; returns its path. */
export function prepareWorkspaceFile(folder: string): string {
  const path = `${folder}.code-workspace`;
  writeFileSync(path, JSON.stringify({ folders: [{ path: folder }] }));
  return path;
}

/** The user's settings: an agent that follows `<home>/script.json`. */
export function prepareHome(home: string, settings: Readonly<Record<string, unknown>> = {}): void {
  const argv = [process.execPath, agentProgram, join(home, 'script.json')];
  // JSON is YAML.
  writeFiles(home, {
    'script.json': '{}',
    '.gitconfig': '[user]\n\tname = Alice\n\temail = alice@example.org\n',
    '.kiro/necrocode.yaml': JSON.stringify({
      agent: 'scripted',
      agents: { scripted: { driver: 'command', argv } },
      ...settings,
    }),
  });
}
