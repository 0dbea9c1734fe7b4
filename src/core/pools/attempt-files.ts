// The files in an attempt's folder by which a runner is started, heard and found again.
import { join } from 'node:path';

export interface AttemptFiles {
  /** The envelope; also the fence: only the launch in it may work. */
  assignment: string;
  messages: string;
  /** Which process was started, written right after the start. */
  process: string;
  /** What the runner itself prints, which is nothing unless it breaks. */
  log: string;
}

export function attemptFiles(attempt_dir: string): AttemptFiles {
  return {
    assignment: join(attempt_dir, 'assignment.json'),
    messages: join(attempt_dir, 'messages.jsonl'),
    process: join(attempt_dir, 'runner.json'),
    log: join(attempt_dir, 'runner.log'),
  };
}
