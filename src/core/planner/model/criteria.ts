// Reads back what a planning needs of requirements.md: its title, and its requirements and criteria by number. It reads the
// file rather than the model's answer, so that what a person has changed in it between two stages counts.
export interface KnownRequirements {
  title: string | undefined;
  /** `2` → references of its criteria, `2.1`, `2.2`, … */
  criteriaOf: ReadonlyMap<string, readonly string[]>;
  /** `2.1` → the criterion's words. */
  textOf: ReadonlyMap<string, string>;
}

const headingPattern = /^###\s+(?:Requirement|要件)\s*(\d+)\s*(?:[:：.]|$)/i;
const criterionPattern = /^ {0,3}(\d{1,3})[.)]\s+(\S.*)$/;
const titlePattern = /^#\s+[^\n:：]{1,60}[:：]\s*(\S.*)$/m;

export function readCriteria(text: string): KnownRequirements {
  const criteriaOf = new Map<string, string[]>();
  const textOf = new Map<string, string>();
  let current: string | undefined;
  let open: string | undefined;
  for (const line of text.replace(/\r\n/g, '\n').split('\n')) {
    const requirement = headingPattern.exec(line)?.[1];
    if (requirement !== undefined) criteriaOf.set(requirement, []);
    if (/^#{1,3}\s/.test(line)) current = requirement;
    const [, criterion, words = ''] = criterionPattern.exec(line) ?? [];
    if (current !== undefined && criterion !== undefined) {
      open = `${current}.${criterion}`;
      criteriaOf.get(current)?.push(open);
      textOf.set(open, words);
    } else if (line.trim() === '' || line.startsWith('#')) open = undefined;
    else if (open !== undefined) textOf.set(open, `${textOf.get(open) ?? ''} ${line.trim()}`);
  }
  return { title: titlePattern.exec(text)?.[1]?.trim(), criteriaOf, textOf };
}

/** Every reference that is known: requirements and their criteria. */
export function knownReferences({ criteriaOf }: Pick<KnownRequirements, 'criteriaOf'>): Set<string> {
  return new Set([...criteriaOf].flatMap(([requirement, criteria]) => [requirement, ...criteria]));
}
