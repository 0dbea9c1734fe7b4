// A repository with one slot, made by hand with git, and an assignment for it; everything lies in one temporary folder.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startAgent } from '../../../../src/core/agents/agents.ts';
import { storeArtifact } from '../../../../src/core/artifacts/artifacts.ts';
import { systemClock } from '../../../../src/core/base/clock.ts';
import { findMarked } from '../../../../src/core/base/process-tree.ts';
import type { Failure } from '../../../../src/core/model/failure.ts';
import { assignmentSchema, spiritMessageSchema } from '../../../../src/core/model/spirit.ts';
import type { Assignment, SpiritMessage } from '../../../../src/core/model/spirit.ts';
import { runAttempt } from '../../../../src/core/runner/runner.ts';
import type { RunEnd, RunOptions } from '../../../../src/core/runner/runner.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

export const agentsDir = fileURLToPath(new URL('../../../support/agents/', import.meta.url));
export const runnerPath = fileURLToPath(new URL('../../../../src/runner/runner.ts', import.meta.url));

export interface SlotFixture extends Disposable {
  root: string;
  main: string;
  slot: string;
  /** Of the file that the runner is given. */
  envelope: string;
  base: string;
  git(...args: string[]): string;
  /** Writes files in the main worktree and commits them there. */
  commit(files: Record<string, string>): string;
  /** Writes the envelope; `payload` is laid over what an easy task has. */
  assign(payload?: Record<string, unknown>, fields?: Record<string, unknown>): Assignment;
}

export function agentOf(program: string, ...args: string[]) {
  return {
    name: program.replace('.mjs', ''),
    driver: 'command',
    argv: [process.execPath, join(agentsDir, program), ...args],
  };
}

export function slotFixture(files: Record<string, string> = { 'readme.md': '# Demo\n' }): SlotFixture {
  const folder = temporaryFolder();
  const root = folder.path;
  const main = join(root, 'the project');
  const slot = join(root, 'スロット 1');
  mkdirSync(main);
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', main, '-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  const commit = (wanted: Record<string, string>): string => {
    for (const [path, text] of Object.entries(wanted)) {
      mkdirSync(dirname(join(main, path)), { recursive: true });
      writeFileSync(join(main, path), text);
    }
    git('add', '--all');
    git('commit', '--quiet', '-m', 'by hand');
    return git('rev-parse', 'HEAD');
  };
  git('init', '--quiet', '-b', 'main');
  const base = commit(files);
  git('worktree', 'add', '--quiet', '--detach', slot, base);
  const attempt_dir = join(root, 'attempt');
  const envelope = join(attempt_dir, 'assignment.json');
  const assign: SlotFixture['assign'] = (payload = {}, fields = {}) => {
    const assignment = assignmentSchema.parse({
      protocol: 'spirit/1',
      type: 'issue_assignment',
      agent_instance: 'backend_spirit_1',
      spec_id: 'demo',
      issue_id: 'first',
      task_id: '1',
      attempt: 1,
      ...fields,
      payload: {
        task: { id: '1', title: 'Write a file', required_skill: 'backend' },
        base,
        branch: 'feature/task-demo-1-write-a-file',
        agent: agentOf('succeeds.mjs'),
        slot: { name: 'slot-1', path: slot, git_dir: git('-C', slot, 'rev-parse', '--absolute-git-dir'), port: 20_010 },
        artifacts_dir: join(root, 'artifacts'),
        attempt_dir,
        author: { name: '山田 太郎', email: 'taro@example.com' },
        launch: `launch-${String(process.pid)}-${root.slice(-6)}`,
        ...payload,
      },
    });
    mkdirSync(attempt_dir, { recursive: true });
    writeFileSync(envelope, JSON.stringify(assignment));
    return assignment;
  };
  return { root, main, slot, envelope, base, git, commit, assign, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

/** Runs the runner's steps in this process. */
export async function run(
  fixture: SlotFixture,
  options: Partial<RunOptions> = {},
): Promise<{ end: RunEnd; messages: SpiritMessage[] }> {
  const end = await runAttempt({
    file: fixture.envelope,
    env: process.env,
    ports: { clock: systemClock, startAgent, storeArtifact },
    signal: new AbortController().signal,
    ...options,
  });
  return { end, messages: readMessages(fixture) };
}

export function readMessages({ root }: SlotFixture): SpiritMessage[] {
  const text = readFileSync(join(root, 'attempt', 'messages.jsonl'), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => spiritMessageSchema.parse(JSON.parse(line)));
}

/** The last message of a type. */
export function lastOf<T extends SpiritMessage['type']>(
  messages: readonly SpiritMessage[],
  type: T,
): Extract<SpiritMessage, { type: T }> | undefined {
  return messages.findLast((message): message is Extract<SpiritMessage, { type: T }> => message.type === type);
}

/** A check that a script of one line stands for. */
export const node = (code: string): string => `"${process.execPath}" -e "${code}"`;

export interface ExpectedFailure {
  kind: Failure['kind'];
  message: RegExp;
}

/** Runs an assignment that has to fail, and looks whether anything was left behind. */
export async function checkFailure(
  payload: Record<string, unknown>,
  expected: ExpectedFailure,
  fields: Record<string, unknown> = {},
) {
  using fixture = slotFixture();
  const { payload: assigned } = fixture.assign(payload, fields);
  const { end, messages } = await run(fixture);
  assert.equal(end, 'failed');
  const { failure } = lastOf(messages, 'runner_finished')!;
  assert.equal(failure?.kind, expected.kind, failure?.message);
  assert.match(failure?.message ?? '', expected.message);
  assert.deepEqual(findMarked(assigned.launch), []);
}
