// A slot without an agent: a temporary folder, and a script that says what is written into it in each turn.
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { placeIn, type Stage } from '../../../../support/planned-spec.ts';
import { writeFiles } from '../../../../support/repository.ts';
import type { Failure } from '../../../../../src/core/model/failure.ts';
import { parseTaskFile, toTaskset } from '../../../../../src/core/intake/intake.ts';
import { createRedactor } from '../../../../../src/core/base/redact.ts';
import type {
  AgentPlanOptions,
  PlanningProgress,
  PlanningSlot,
  TurnEnd,
} from '../../../../../src/core/planner/planner.ts';

/** What one turn does: writes documents, wants what is refused, fails, or something of its own. */
export interface ScriptedTurn {
  writes?: Partial<Record<Stage, string>>;
  denied?: readonly string[];
  fails?: Failure;
  does?: (slotPath: string, signal: AbortSignal) => void | Promise<void>;
}

export interface Scripted extends Disposable {
  options: AgentPlanOptions;
  /** What the agent was told, turn by turn. */
  told: string[];
  progress: PlanningProgress[];
  /** How many slots were opened, and how many are still there. */
  slots: { opened: number; open: number };
}

export const secret = 'sk-test-0123456789abcdef0123456789abcdef';

/** @param more changes of the options, such as another signal */
export function scripted(
  mainWorktree: string,
  turns: readonly ScriptedTurn[],
  more: Partial<AgentPlanOptions> = {},
): Scripted {
  const told: string[] = [];
  const progress: PlanningProgress[] = [];
  const slots = { opened: 0, open: 0 };
  const folder = temporaryFolder();
  const { specId = 'notes' } = more;

  const openSlot = async (): Promise<PlanningSlot> => {
    slots.opened += 1;
    slots.open += 1;
    return {
      path: folder.path,
      async converse(prompt, signal): Promise<TurnEnd> {
        const turn = turns[Math.min(told.length, turns.length - 1)] ?? {};
        told.push(prompt);
        for (const [stage, text] of Object.entries(turn.writes ?? {})) {
          writeFiles(folder.path, { [placeIn(specId, stage as Stage)]: text });
        }
        await turn.does?.(folder.path, signal);
        if (turn.fails !== undefined) return { kind: 'failed', failure: turn.fails };
        return { kind: 'ended', denied: turn.denied ?? [] };
      },
      spent: () => ({ input_tokens: 100 * told.length, credits: 0.125 }),
      transcript: '.kiro/artifacts/notes/plan/now.log',
      [Symbol.asyncDispose]: async () => {
        slots.open -= 1;
      },
    };
  };
  const options: AgentPlanOptions = {
    ...{ mainWorktree, agent: 'helper', openSlot, specId, contextTokensMax: 8000, repairsMax: 2, readBack },
    redactor: createRedactor({ secrets: [secret] }),
    onProgress: (one) => progress.push(one),
    ...more,
  };
  return { options, told, progress, slots, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

export const readBack: AgentPlanOptions['readBack'] = (texts, specId) => {
  const file = `.kiro/specs/${specId}/tasks.md`;
  const parsed = parseTaskFile(texts['tasks.md'], { file });
  const [requirements, design] = [texts['requirements.md'], texts['design.md']];
  const { taskset, problems } = toTaskset(parsed, { specId, file, includeOptional: false, requirements, design });
  return { taskset, problems: [...parsed.problems, ...problems], hasGraph: parsed.waves !== undefined };
};
