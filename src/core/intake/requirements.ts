// Reads requirements.md, bugfix.md and spec-kit's spec.md: numbered requirements with their EARS criteria, functional
// requirements such as FR-001, and user stories. English and Japanese headings. What does not fit is left out, never guessed.
import { scanLines } from './lines.ts';

export type Requirement = { id: string; heading: string; story: string; criteria: string[] };

export type Requirements = {
  requirements: ReadonlyMap<string, Requirement>;
  /** `1.2` or `FR-001` → the criterion with its reference in front. */
  criteria: ReadonlyMap<string, string>;
  /** `US1` → heading and text of the user story. */
  stories: ReadonlyMap<string, string>;
};

const requirementHeading = /^(?:Requirement|要件|Requisito)\s*(\d+)\s*[:：.–—-]?\s*(.*)$/i;
const numberedHeading = /^(\d+)[.:：]\s+(.*)$/;
const storyHeading = /^User Story\s*(\d+)/i;
const inlineCriterion =
  /^\s*(?:[-*+]\s+)?(?:\*\*)?(\d+\.\d+[a-z]?|(?:FR|NFR|SC)-\d+)(?:\*\*)?[.:：)]?(?:\*\*)?\s+(\S.*)$/;
const numberedCriterion = /^ {0,3}(\d{1,3})[.)]\s+(\S.*)$/;
const storyLine = /^\*\*(?:User Story|ユーザーストーリー)\s*[:：]?\*\*|^(?:As an? |Como )/i;
const storyCharactersMax = 1500;
const criterionCharactersMax = 1900;

export function readRequirements(text: string): Requirements {
  const requirements = new Map<string, Requirement>();
  const criteria = new Map<string, string>();
  const stories = new Map<string, string>();
  let current: Requirement | undefined;
  let story: string | undefined;
  let lastRef: string | undefined;
  for (const line of scanLines(text).lines) {
    if (line.kind === 'heading') {
      const [, storyNumber] = storyHeading.exec(line.heading) ?? [];
      const opened = openRequirement(line.heading);
      if (opened !== undefined) requirements.set(opened.id, opened);
      if (opened !== undefined || line.level <= 2) current = opened;
      if (storyNumber !== undefined || line.level <= 3)
        story = storyNumber === undefined ? undefined : `US${storyNumber}`;
      if (storyNumber !== undefined) stories.set(`US${storyNumber}`, line.heading);
      lastRef = undefined;
      continue;
    }
    if (line.kind !== 'text') {
      lastRef = undefined;
      continue;
    }
    if (story !== undefined) append(stories, story, { text: line.text, charactersMax: storyCharactersMax });
    if (current !== undefined && storyLine.test(line.text.trim())) current.story = line.text.trim().slice(0, 500);
    const criterion = readCriterion(line.text, current);
    if (criterion !== undefined) {
      criteria.set(criterion.ref, `${criterion.ref} ${criterion.text}`.slice(0, criterionCharactersMax));
      current?.criteria.push(criterion.ref);
      lastRef = criterion.ref;
    } else if (lastRef !== undefined) {
      append(criteria, lastRef, { text: line.text.trim(), charactersMax: criterionCharactersMax });
    }
  }
  return { requirements, criteria, stories };
}

function openRequirement(heading: string): Requirement | undefined {
  const [, id, title] = requirementHeading.exec(heading) ?? numberedHeading.exec(heading) ?? [];
  if (id === undefined) return undefined;
  return { id, heading: title === undefined || title === '' ? heading : `${id}. ${title}`, story: '', criteria: [] };
}

function readCriterion(text: string, current: Requirement | undefined): { ref: string; text: string } | undefined {
  const [, ref, inline] = inlineCriterion.exec(text) ?? [];
  if (ref !== undefined && inline !== undefined) return { ref, text: inline };
  const [, number, numbered] = current === undefined ? [] : (numberedCriterion.exec(text) ?? []);
  if (number === undefined || numbered === undefined || current === undefined) return undefined;
  return { ref: `${current.id}.${number}`, text: numbered };
}

function append(
  texts: Map<string, string>,
  key: string,
  { text, charactersMax }: { text: string; charactersMax: number },
): void {
  const before = texts.get(key) ?? '';
  if (before.length < charactersMax) texts.set(key, `${before}\n${text}`.slice(0, charactersMax));
}
