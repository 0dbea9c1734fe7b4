// Puts the stand-in for Kiro CLI on the PATH of an attempt, and says what its "model" does.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { presets } from '../../../src/core/agents/presets.ts';
import type { AgentLaunch, AgentOptions } from '../../../src/core/model/spirit.ts';

/** One action has one key; see turn.mjs. */
export type Action = Record<string, unknown>;

export interface KiroScript {
  turns?: readonly (readonly Action[])[];
  quirks?: readonly ('slow' | 'leaks' | 'signed-out' | 'bare' | 'terse')[];
  /** The file in which it notes what the client answers and calls off. */
  notes?: string;
  options?: AgentOptions;
}

export type KiroPreset = 'kiro' | 'kiro-v3' | 'kiro-headless';

/** The launch of a preset whose program is the stand-in. */
export function kiroAgent(name: KiroPreset, { options, ...script }: KiroScript): AgentLaunch {
  const { hint: _hint, ...preset } = presets[name]!;
  const ways = { ...preset.options, ...options };
  return { ...preset, name, env: { ...preset.env, KIRO_STAND_IN: JSON.stringify(script) }, options: ways };
}

/** The environment in which `kiro-cli` is the stand-in; its conversations are kept in the folder, too. */
export function environmentWithKiro(folder: string): NodeJS.ProcessEnv {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  const shim = join(bin, 'kiro-cli');
  const launcher = join(import.meta.dirname, 'kiro-cli.mjs');
  const sessions = `KIRO_STAND_IN_SESSIONS="${join(folder, 'sessions')}"`;
  writeFileSync(shim, `#!/bin/sh\n${sessions} exec "${process.execPath}" "${launcher}" "$@"\n`);
  chmodSync(shim, 0o755);
  return { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}` };
}
