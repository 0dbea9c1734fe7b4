// The common model of every task list that people already have: what a file says, before NecroCode decides anything about it.
// Field names are those of the reader's world (a box, a heading, a wave), not those of any one dialect.

export const dialects = ['kiro', 'cc-sdd', 'spec-kit', 'openspec', 'markdown'] as const;
export type Dialect = (typeof dialects)[number];

/** What stands inside the box: ` `, `~`, `-` (also `>` and `/`), `x`. */
export type BoxState = 'todo' | 'queued' | 'running' | 'done';

/** Something strange in a file, at a line counted from 1. Reading goes on. */
export type Problem = { line: number; message: string };

export type ParsedTask = {
  /** Unique in the file when case-folded, and a valid task id: the id of the file, `7.3@L119` for a second 7.3, made up where the file gives none. */
  key: string;
  /** The id as the file writes it. */
  displayId: string | undefined;
  /** Rest of the first physical line, after id and markers. */
  title: string;
  level: number;
  parentKey: string | undefined;
  origin: 'box' | 'heading' | 'table' | 'item';
  /** True for leaves, and for a parent that the waves list beside its own descendants: what can be carried out. */
  isUnit: boolean;
  state: BoxState;
  isOptional: boolean;
  isCancelled: boolean;
  isCheckpoint: boolean;
  /** `(P)` and its kin: independent of its immediately preceding peers. */
  isParallel: boolean;
  /** `US1` where the task belongs to a user story. */
  story: string | undefined;
  /** The nearest heading above that names a phase, wave or story. */
  phase: string | undefined;
  boundary: readonly string[];
  files: readonly string[];
  requirementRefs: readonly string[];
  rawRequirements: string | undefined;
  /** Ids that the task names as its dependencies; undefined when it says nothing, empty when it says "none". */
  dependsOn: readonly string[] | undefined;
  /** Acceptance criteria that the file ticks off below the task. */
  acceptance: readonly string[];
  /** Everything up to the next task or heading, as it stands. */
  body: string;
  source: {
    line: number;
    /** Byte offset of the character inside the box; undefined where there is no box. */
    boxOffset: number | undefined;
  };
};

export type Wave = {
  tasks: readonly string[];
  /** What all tasks of the wave wait for; undefined means the whole previous wave. */
  dependsOn: readonly string[] | undefined;
  /** What single tasks of it wait for instead. */
  dependsOnOf: ReadonlyMap<string, readonly string[]>;
};

export type ParsedTaskFile = {
  dialect: Dialect;
  title: string;
  tasks: readonly ParsedTask[];
  waves: readonly Wave[] | undefined;
  /** Nothing says which task comes first: the order of the lines means nothing either. */
  isUnordered: boolean;
  /** Where the fence with the waves opens; 1 when there is none. */
  wavesLine: number;
  /** `US3` → the user stories that it follows, as spec-kit's prose says. */
  storyOrder: ReadonlyMap<string, readonly string[]>;
  problems: readonly Problem[];
};
