// The part of the façade that is done on another thread, so that no fold of ten thousand tasks, no schema and no plan keeps the
// editor waiting. Same names, same arguments, same promises. What an options object holds in the way of a signal or a listener is
// carried across; all else is plain data.
import type * as facade from '../../core/necrocode.ts';

export const coreNames = [
  'submit',
  'isControlled',
  'planJob',
  'readPlan',
  'readTask',
  'settingsOf',
  'simulatePlan',
  'simulateTaskset',
  'showPull',
  'readProgress',
  'listArtifacts',
  'readArtifactText',
  'attemptDir',
  'listSlots',
  'cleanSlots',
  'clean',
  'doctor',
  'giveVerdict',
  'readFileAt',
  'listChanged',
  'changesOfPull',
  'openReviewWorktree',
  'taskLines',
  'cliLaunch',
  'listEvents',
] as const satisfies readonly (keyof typeof facade)[];

export type CoreName = (typeof coreNames)[number];

export type Core = Pick<typeof facade, CoreName>;
