// Reads back what a planning needs of requirements.md: its title, and the numbers of its requirements and criteria. It reads the
// file rather than the model's answer, so that what a person has changed in it between two stages counts.
export interface KnownRequirements {
  title: string | undefined;
  /** `2` → references of its criteria, `2.1`, `2.2`, … */
  criteriaOf: ReadonlyMap<string, readonly string[]>;
}

const headingPattern = /^###\s+(?:Requirement|要件)\s*(\d+)\s*(?:[:：.]|$)/i;
const criterionPattern = /^ {0,3}(\d{1,3})[.)]\s+\S/;
const titlePattern = /^#\s+[^\n:：]{1,60}[:：]\s*(\S.*)$/m;

export function readCriteria(text: string): KnownRequirements {
  const criteriaOf = new Map<string, string[]>();
  let current: string | undefined;
  for (const line of text.replace(/\r\n/g, '\n').split('\n')) {
    const requirement = headingPattern.exec(line)?.[1];
    if (requirement !== undefined) criteriaOf.set(requirement, []);
    if (/^#{1,3}\s/.test(line)) current = requirement;
    const criterion = criterionPattern.exec(line)?.[1];
    if (current !== undefined && criterion !== undefined) criteriaOf.get(current)?.push(`${current}.${criterion}`);
  }
  return { title: titlePattern.exec(text)?.[1]?.trim(), criteriaOf };
}

/** Every reference that is known: requirements and their criteria. */
export function knownReferences({ criteriaOf }: KnownRequirements): Set<string> {
  return new Set([...criteriaOf].flatMap(([requirement, criteria]) => [requirement, ...criteria]));
}
