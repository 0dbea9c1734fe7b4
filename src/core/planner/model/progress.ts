// What a planning tells while it goes on. Whoever listens cannot disturb it.
import type { SpecFileName } from '../documents.ts';

export const stageNames = ['requirements', 'design', 'tasks'] as const;
export type StageName = (typeof stageNames)[number];

export const fileOfStage = {
  requirements: 'requirements.md',
  design: 'design.md',
  tasks: 'tasks.md',
} as const satisfies Record<StageName, SpecFileName>;

export type PlanningProgress =
  | { kind: 'asked'; stage: StageName }
  /** Characters of the answer so far; told as they come, many times a second. */
  | { kind: 'writing'; stage: StageName; characters: number }
  /** The last line that an agent has printed, safe to show; told at most a few times a second. */
  | { kind: 'working'; stage: StageName; text: string }
  /** The answer broke rules and goes back; `round` counts from 1. */
  | { kind: 'repairing'; stage: StageName; round: number; problems: readonly string[] }
  | { kind: 'finished'; stage: StageName }
  /** The document was there already, from a planning that was cut short. */
  | { kind: 'taken_up'; stage: StageName };

export type ProgressListener = (progress: PlanningProgress) => void;

export function carefully(listener: ProgressListener | undefined): ProgressListener {
  return (progress) => {
    try {
      listener?.(progress);
    } catch {
      // A listener that throws has only itself to blame.
    }
  };
}
