// What the editor says of a field while somebody writes a plan or a playbook by hand. `[]` stands for an item of a list.

export const tasksetTexts: Readonly<Record<string, string>> = {
  taskset_version: 'Grows by one with each new version of the plan.',
  spec_id: 'Name of the spec; the folder has the same.',
  title: 'What the spec is about, for people.',
  tasks: 'The tasks, in any order: what comes first is said by their dependencies.',
  'tasks.[].id': 'How others refer to the task, such as `2.1`.',
  'tasks.[].title': 'What is to be done, in a few words.',
  'tasks.[].description': 'What the agent is told.',
  'tasks.[].status':
    'What the plan itself says: work to do, already done, or left out. What a run makes of it stands in the registry.',
  'tasks.[].kind': '`work` is done by an agent; a `checkpoint` is verified by NecroCode on the integrated tree.',
  'tasks.[].dependencies': 'Ids of the tasks that must be integrated before this one starts.',
  'tasks.[].required_skill': 'Which of the `skills` in necrocode.yaml does it.',
  'tasks.[].priority': 'Higher goes first.',
  'tasks.[].files': 'Globs of the files that the task is expected to change.',
  'tasks.[].verify': 'Commands that prove the task; those of the project when absent.',
  'tasks.[].metadata': 'What else is known of the task; unknown fields are kept.',
  'tasks.[].metadata.acceptance': 'What must be true when it is done.',
  'tasks.[].metadata.requirements': 'References into requirements.md, such as `1.3`.',
  'tasks.[].metadata.context': 'Passages of the requirements and the design that the task needs.',
  'tasks.[].metadata.boundary': 'Components or paths that the task may touch.',
  'tasks.[].metadata.optional': 'Run only when optional tasks are wanted.',
  'tasks.[].metadata.estimate_minutes': 'Minutes of work; the first guess of the scheduler.',
};

export const playbookTexts: Readonly<Record<string, string>> = {
  name: 'How it is called; the name of the file when absent.',
  skill: 'The skill that it is for.',
  steps: 'What is done in a turn, in this order.',
  'steps.[].agent': 'The agent works; `true` is the one of the attempt.',
  'steps.[].run': 'A command, run in the slot without a shell.',
  'steps.[].copy': 'Copies a file or folder of the main worktree into the slot.',
  'steps.[].verify': 'Commands that must succeed; `true` means those of the task.',
  'steps.[].format': 'Commands that tidy up; `true` means those of the project.',
  'steps.[].when':
    'In which turns: the first, those that mend a failed check, those that resolve a conflict, or always.',
  'steps.[].env': 'Environment variables of the command.',
};
