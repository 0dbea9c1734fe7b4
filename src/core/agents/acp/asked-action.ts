// What a permission request asks for, gathered from wherever agents put it: the call's locations, its diffs, the fields of its
// input, Kiro's consent. Paths are made absolute and their links resolved, so that whoever judges them compares real places.
import { realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import * as z from 'zod';
import { codeOf } from '../../base/errors.ts';
import type { ToolCall } from './frames.ts';
import { commandIn } from './tool-lines.ts';

export interface AskedAction {
  /** For a person: one line. */
  title: string;
  /** The tool's kind, as the protocol names it; `other` when it is not told. */
  kind: string;
  /** Absolute, links resolved. */
  paths: readonly string[];
  commands: readonly string[];
  /** Where the commands run; absolute, links resolved. */
  cwd: string;
}

const text = z.string().optional().catch(undefined);
const texts = z.array(z.string()).optional().catch(undefined);
const inputSchema = z.looseObject({
  ...{ path: text, file_path: text, filePath: text, filepath: text, file: text, filename: text, absolute_path: text },
  ...{ directory: text, dir: text, dir_path: text, destination: text, source: text, target: text, old_path: text },
  ...{ new_path: text, paths: texts, cwd: text, workdir: text, working_directory: text, url: text },
});
const placedSchema = z.object({ path: z.string() });
const consentSchema = z.object({
  kiro: z.object({ consent: z.object({ capability: z.string(), resource: text }) }),
});

const notPaths = new Set(['cwd', 'workdir', 'working_directory', 'url', 'paths']);
const pathsMax = 500;

/** @param root the slot, links resolved; relative paths start there. */
export async function readAskedAction(call: ToolCall, root: string): Promise<AskedAction> {
  const input = inputSchema.safeParse(call.rawInput).data ?? {};
  const { paths: listed = [], cwd, workdir, working_directory, url } = input;
  const named = Object.keys(inputSchema.shape).flatMap((key) => {
    const value = notPaths.has(key) ? undefined : input[key];
    return typeof value === 'string' ? [value] : [];
  });
  const placed = [...(call.locations ?? []), ...(call.content ?? [])].flatMap((entry) => {
    const path = placedSchema.safeParse(entry).data?.path;
    return path === undefined ? [] : [path];
  });
  const consent = consentSchema.safeParse(call._meta).data?.kiro.consent;
  const resource = consent?.resource === undefined ? [] : [consent.resource];
  const isShell = consent?.capability === 'shell';
  const isFile = consent?.capability.startsWith('fs_') === true;
  // Gemini tells a command nowhere but in the title.
  const command = commandIn(call.rawInput) ?? (call.kind === 'execute' ? call.title : undefined);
  const place = await realPlace(cwd ?? workdir ?? working_directory ?? '.', root);
  const wanted = [...named, ...listed, ...placed, ...(isFile ? resource : [])].slice(0, pathsMax);
  const paths = await Promise.all([...new Set(wanted)].map((path) => realPlace(path, root)));
  return {
    title: call.title ?? command ?? call.toolCallId,
    kind: consent?.capability.startsWith('web_') === true || url !== undefined ? 'fetch' : (call.kind ?? 'other'),
    paths,
    commands: [...(command === undefined ? [] : [command]), ...(isShell ? resource : [])],
    cwd: place,
  };
}

/** Where a path really leads; what does not exist yet is taken from the nearest folder that does. */
export async function realPlace(path: string, root: string): Promise<string> {
  const plain = path.startsWith('file://') ? decodeURI(path.slice('file://'.length)) : path;
  const home = /^~(?=$|[\\/])/.test(plain) ? join(homedir(), plain.slice(1)) : plain;
  return resolveLinks(isAbsolute(home) ? resolve(home) : resolve(root, home));
}

async function resolveLinks(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    const isMissing = codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
    const parent = dirname(path);
    if (!isMissing || parent === path) return path;
    return join(await resolveLinks(parent), basename(path));
  }
}
