// Bugfix plans begin with a test that must fail before the fix: for that task a failing verification is the success.
import type { ParsedTask } from './parsed.ts';

const saysExploration = /explor|bug[- _]condition|探索/i;
const saysItVerifies = /^(?:re-?run|re-?verify|verify|confirm that|check)\b|now pass|今度は|通ることを(?:確認|確かめ)/i;
const saysMustFail =
  /must\s+\**fail\b|expected\s+outcome\W[^\n]{0,100}?\bfails?\b|expected?\s+to\s+fail\b|失敗する(?:こと|はず|必要)|失敗しなければ/i;

/** True for the task that writes the failing test, not for the later one that sees it pass. */
export function expectsFailure(task: ParsedTask): boolean {
  if (task.isCheckpoint || saysItVerifies.test(task.title)) return false;
  if (!saysExploration.test(task.title)) return false;
  return /^write bug[- ]condition exploration (?:property )?tests?/i.test(task.title) || saysMustFail.test(task.body);
}
