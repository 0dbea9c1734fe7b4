// Where a program stands on the PATH. It only looks: whether the program works is for whoever runs it to find out.
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Environment } from '../base/environment.ts';

/** Absolute path of the first match; undefined when there is none. */
export function findProgram(name: string, env: Environment): string | undefined {
  if (isAbsolute(name)) return isProgram(name) ? name : undefined;
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  const endings = process.platform === 'win32' ? (env['PATHEXT'] ?? '.EXE;.CMD;.BAT').split(';') : [''];
  return folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending))).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
