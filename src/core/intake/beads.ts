// Reads `.beads/issues.jsonl`, one object per line. Only `blocks` and `parent-child` gate anything; tombstones are dropped.
// The file is an export of the tool: it is never written.
import * as z from 'zod';
import type { Task } from '../model/task.ts';
import type { ForeignTask } from './foreign.ts';
import type { Problem } from './parsed.ts';

const issueSchema = z.looseObject({
  id: z.string(),
  title: z.string().default(''),
  description: z.string().nullish(),
  design: z.string().nullish(),
  notes: z.string().nullish(),
  acceptance_criteria: z.string().nullish(),
  status: z.string().default('open'),
  priority: z.number().min(0).max(4).catch(2),
  dependencies: z.array(z.looseObject({ depends_on_id: z.string(), type: z.string() })).nullish(),
});

const statuses: Record<string, Task['status']> = {
  open: 'pending',
  blocked: 'pending',
  in_progress: 'in_progress',
  deferred: 'skipped',
  closed: 'done',
};

export function readBeads(text: string): { tasks: ForeignTask[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const tasks = text.split('\n').flatMap((content, index): ForeignTask[] => {
    if (content.trim() === '') return [];
    const issue = issueSchema.safeParse(parseJson(content));
    if (!issue.success) problems.push({ line: index + 1, message: 'Not an issue of beads; the line is left out.' });
    if (!issue.success || issue.data.status === 'tombstone') return [];
    return [asForeign(issue.data, index + 1)];
  });
  return { tasks, problems };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asForeign(issue: z.infer<typeof issueSchema>, line: number): ForeignTask {
  const links = issue.dependencies ?? [];
  const texts = [issue.description, issue.design, issue.notes].filter(
    (text) => text !== undefined && text !== null && text !== '',
  );
  return {
    id: issue.id,
    parentId: links.find(({ type }) => type === 'parent-child')?.depends_on_id,
    title: issue.title,
    description: texts.join('\n\n'),
    status: statuses[issue.status] ?? 'pending',
    priority: (2 - Math.round(issue.priority)) * 10,
    dependsOn: links.filter(({ type }) => type === 'blocks').map((link) => link.depends_on_id),
    acceptance: (issue.acceptance_criteria ?? '')
      .split('\n')
      .map((text) => text.trim())
      .filter((text) => text !== '')
      .slice(0, 100),
    line,
  };
}
