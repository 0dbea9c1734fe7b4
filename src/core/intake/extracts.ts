// Takes out of a spec the passages that one task needs: the criteria that it refers to, and the sections of design.md that
// speak of the same requirements, components or files. Bounded, and in the order of the document.
import { indexSections } from './sections.ts';
import type { ParsedTask } from './parsed.ts';
import type { Requirements } from './requirements.ts';
import { readRequirements } from './requirements.ts';

export type SpecTexts = {
  /** Text of requirements.md, bugfix.md or spec.md. */
  requirements?: string | undefined;
  /** Text of design.md or plan.md. */
  design?: string | undefined;
};

export type Extracts = {
  /** Each with its reference in front: `1.2 WHEN …`. */
  criteria: string[];
  requirements: string;
  design: string;
};

const requirementsCharactersMax = 3000;
const designCharactersMax = 4000;
const namesMax = 40;
const everything = /^(?:all|all requirements|すべての要件|全般)$/i;

export function extractorOf({ requirements = '', design = '' }: SpecTexts): (task: ParsedTask) => Extracts {
  const wanted = readRequirements(requirements);
  const pickSections = indexSections(design);
  return (task) => {
    const refs = refsOf(task);
    const known = refs.flatMap((ref) => expand(ref, wanted));
    return {
      criteria: known.flatMap((ref) => wanted.criteria.get(ref) ?? []),
      requirements: requirementsText(task, { refs, known, wanted }).slice(0, requirementsCharactersMax),
      design: pickSections({ refs: known, names: namesIn(task), charactersMax: designCharactersMax }),
    };
  };
}

/** The references of the meta line, and codes such as FR-012 anywhere in the task. */
function refsOf(task: ParsedTask): string[] {
  const codes = `${task.title}\n${task.body}`.match(/\b(?:FR|NFR|SC)-\d{1,4}\b/g) ?? [];
  return [...new Set([...task.requirementRefs, ...codes])];
}

/** `1` stands for all criteria of requirement 1. */
function expand(ref: string, { requirements, criteria }: Requirements): string[] {
  if (criteria.has(ref)) return [ref];
  return requirements.get(ref)?.criteria ?? [];
}

type Wanting = { refs: readonly string[]; known: readonly string[]; wanted: Requirements };

function requirementsText(task: ParsedTask, { refs, known, wanted }: Wanting): string {
  const isWanted = new Set(known);
  const blocks: string[] = [];
  const story = wanted.stories.get(task.story ?? '');
  if (story !== undefined) blocks.push(story);
  const grouped = new Set<string>();
  for (const requirement of wanted.requirements.values()) {
    const criteria = requirement.criteria.filter((ref) => isWanted.has(ref));
    const texts = criteria.flatMap((ref) => wanted.criteria.get(ref) ?? []);
    if (criteria.length > 0)
      blocks.push([requirement.heading, requirement.story, ...texts].filter((text) => text !== '').join('\n'));
    for (const ref of criteria) grouped.add(ref);
  }
  const loose = known.filter((ref) => !grouped.has(ref)).flatMap((ref) => wanted.criteria.get(ref) ?? []);
  if (loose.length > 0) blocks.push(loose.join('\n'));
  if (refs.some((ref) => everything.test(ref))) {
    blocks.push([...wanted.requirements.values()].map(({ heading }) => heading).join('\n'));
  }
  return blocks.join('\n\n');
}

/** Components, identifiers in backticks, and files that a task names. */
function namesIn(task: ParsedTask): string[] {
  const spans = Array.from(`${task.title}\n${task.body}`.matchAll(/`([^`\n]{3,80})`/g), (found) => found[1] ?? '');
  const identifiers = spans.map((span) => span.replace(/\(.*$/, '').trim());
  const fileNames = task.files.map((file) => file.slice(file.lastIndexOf('/') + 1));
  return [...new Set([...task.boundary, ...task.files, ...fileNames, ...identifiers])]
    .filter((name) => name.length >= 3)
    .slice(0, namesMax);
}
