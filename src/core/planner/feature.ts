// The shape of the catalogue: what a feature asks for and which tasks it usually takes, in English and Japanese. A feature knows
// nothing of the sentence that names it; numbers, paths and edges are worked out when a plan is put together.

export const languages = ['en', 'ja'] as const;
export type Language = (typeof languages)[number];

/** One text in every language. */
export type Words = Record<Language, string>;

export const skills = ['frontend', 'backend', 'database', 'devops', 'docs', 'qa'] as const;
export type Skill = (typeof skills)[number];

/** `product` names the thing itself (a chat, a shop) and leads the spec's name; `part` is something that it has. */
export type FeatureKind = 'product' | 'part';

export type FeatureTask = {
  /** Unique in its feature; `auth.api` names it from outside. */
  key: string;
  skill: Skill;
  title: Words;
  /** What is to be built, one or two sentences. */
  work: Words;
  /** Criteria of the feature that the task meets, counted from 1. */
  meets: readonly number[];
  /** Tasks that come first where the plan has them: `database.schema`. */
  after: readonly string[];
  /** Folder of its own below the folders of its skill; the id of the feature when absent. */
  area?: string;
  /** Globs in place of those that skill and area give. */
  files?: readonly string[];
  minutes: number;
};

export type Feature = {
  /** English slug: stands in spec names and folders. */
  id: string;
  kind: FeatureKind;
  /** Joined by commas; a space also matches a hyphen or nothing. Empty for what no sentence asks for by name. */
  keywords: Words;
  title: Words;
  story: Words;
  /** EARS sentences. */
  criteria: readonly Words[];
  /** Names of the records that it keeps. */
  records: readonly string[];
  /** Features that it cannot do without. */
  needs: readonly string[];
  tasks: readonly FeatureTask[];
};
