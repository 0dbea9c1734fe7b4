// What is seen while a model or an agent plans, on standard error so that the plan alone is the output: in a terminal one line that
// lives below what has been done, elsewhere a plain line for each step. Offline plannings and `--json` show nothing.
import type { PlanProgress } from '../core/necrocode.ts';
import { fileOf, renderPlanStage, renderPlanStep, type PlanStage } from './render/plan-progress.ts';
import { openScreen, type Screen } from './screen.ts';
import type { Session } from './session.ts';

export interface PlanDisplay extends Disposable {
  tell: (progress: PlanProgress) => void;
  /** The planning was called off and is being ended. */
  ending: () => void;
  /** Documents that stand: those of the stages that are done. */
  kept: () => string[];
}

const tickMs = 1000;
const frameMs = 100;

export function openPlanDisplay(session: Session, { isSilent }: { isSilent: boolean }): PlanDisplay {
  const { stderr, messages, paint, clock } = session;
  const stages = trackStages(session);
  let screen: Screen | undefined;
  let drawnAt = -Infinity;
  const draw = (): void => {
    drawnAt = clock.monotonic();
    const stage = stages.now();
    const options = { messages, paint, width: stderr.columns, now: drawnAt };
    screen?.draw(stage === undefined ? [] : renderPlanStage(stage, options));
  };
  const print = (line: string): void => {
    if (screen === undefined) stderr.write(`${line}\n`);
    else screen.print([line]);
  };
  // Only what takes time is worth a live line; it begins with the first word of who plans.
  const timer = setInterval(draw, tickMs).unref();
  return {
    tell(progress) {
      stages.tell(progress);
      if (isSilent) return;
      if (stderr.isTTY) screen ??= openScreen(stderr);
      const step = renderPlanStep(progress, { messages, paint, language: session.language, tookMs: stages.tookMs() });
      // What is begun shows in the live line, where there is one.
      const isShown = screen !== undefined && progress.kind === 'asked';
      if (step !== undefined && !isShown) print(step);
      if (step !== undefined || clock.monotonic() - drawnAt >= frameMs) draw();
    },
    ending: () => {
      if (!isSilent && stages.now() !== undefined) print(paint.faint(messages.planning.ending));
    },
    kept: stages.kept,
    [Symbol.dispose]() {
      clearInterval(timer);
      const closing = screen;
      screen = undefined;
      closing?.draw([]);
      closing?.[Symbol.dispose]();
    },
  };
}

function trackStages({ clock }: Pick<Session, 'clock'>) {
  let now: PlanStage | undefined;
  let tookMs = 0;
  const kept: string[] = [];
  return {
    tell(progress: PlanProgress): void {
      switch (progress.kind) {
        case 'chosen':
          return;
        case 'asked':
          now = { stage: progress.stage, since: clock.monotonic(), round: 0, text: '', characters: 0 };
          return;
        case 'writing':
          if (now !== undefined) now.characters = progress.characters;
          return;
        case 'working':
          if (now !== undefined) now.text = progress.text;
          return;
        case 'repairing':
          if (now !== undefined) now = { ...now, round: progress.round, text: '', characters: 0 };
          return;
        case 'finished':
        case 'taken_up':
          tookMs = now === undefined ? 0 : clock.monotonic() - now.since;
          now = undefined;
          kept.push(fileOf(progress.stage));
      }
    },
    now: () => now,
    /** Of the stage that has just ended. */
    tookMs: () => tookMs,
    kept: () => [...kept],
  };
}
