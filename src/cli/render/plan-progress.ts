// The words of a planning that is under way: a line for each step that is done, and the one line of the stage that is worked on.
import { plainText, type Language } from '../../core/base/text.ts';
import type { PlanProgress, StageName } from '../../core/necrocode.ts';
import type { Messages } from '../messages/messages.ts';
import type { Paint } from '../paint.ts';
import { formatDuration, formatElapsed } from './time.ts';
import { cutToWidth, widthOf } from './width.ts';

/** The stage that is being worked on. */
export interface PlanStage {
  stage: StageName;
  /** On the monotonic clock. */
  since: number;
  /** How often it was sent back. */
  round: number;
  /** What the agent has printed last. */
  text: string;
  /** Of the model's answer so far. */
  characters: number;
}

interface StepOptions {
  messages: Messages;
  paint: Paint;
  language: Language;
  /** How long the stage took that has just ended. */
  tookMs: number;
}

/** Undefined for what only moves the live line. */
export function renderPlanStep(progress: PlanProgress, options: StepOptions): string | undefined {
  const { messages, paint, language, tookMs } = options;
  const words = messages.planning;
  switch (progress.kind) {
    case 'chosen': {
      const who = plainText(progress.who, { charsMax: 100 });
      const by = progress.planner === 'agent' ? words.byAgent(who) : words.byModel(who);
      return progress.why === undefined ? by : words.because(by, plainText(progress.why[language]));
    }
    case 'asked':
      return paint.faint(words.asked(words.stages[progress.stage]));
    case 'repairing':
      return paint.warn(words.repairing(words.stages[progress.stage], progress.problems.length));
    case 'finished':
      return `${paint.good('✓')} ${words.finished(fileOf(progress.stage), formatDuration(tookMs))}`;
    case 'taken_up':
      return `${paint.good('✓')} ${words.takenUp(fileOf(progress.stage))}`;
    case 'writing':
    case 'working':
      return undefined;
  }
}

interface StageOptions {
  messages: Messages;
  paint: Paint;
  width: number;
  now: number;
}

export function renderPlanStage(stage: PlanStage, { messages, paint, width, now }: StageOptions): string[] {
  const words = messages.planning;
  const lead = [words.stages[stage.stage], ...(stage.round === 0 ? [] : [words.round(stage.round)])];
  const head = `● ${[...lead, formatElapsed(now - stage.since)].join('  ')}  `;
  const said = stage.text === '' && stage.characters > 0 ? words.characters(stage.characters) : plainText(stage.text);
  const rest = cutToWidth(said, width - widthOf(head));
  return [`${paint.live(cutToWidth(head, width))}${paint.faint(rest)}`, paint.faint(cutToWidth(words.ctrlC, width))];
}

/** The document of a stage. */
export function fileOf(stage: StageName): string {
  return `${stage}.md`;
}
