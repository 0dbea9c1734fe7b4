// Answers as a model gives them, small and sound; a test changes what it is about.
import type {
  DesignAnswer,
  RequirementsAnswer,
  TaskAnswer,
  TasksAnswer,
} from '../../../../../src/core/planner/model/answers.ts';

export const requirementsAnswer: RequirementsAnswer = {
  title: 'Notes service',
  introduction: 'A service that keeps notes.\n\nAttachments are out of scope.',
  glossary: [{ term: 'Note', meaning: 'A text of one user.' }],
  requirements: [
    {
      title: 'Keep notes',
      user_story: 'As a user, I want to keep notes, so that I forget nothing.',
      criteria: [
        'WHEN a user saves a note THE system SHALL store it.',
        'IF a note is empty THEN THE system SHALL refuse it.',
      ],
    },
    {
      title: 'Search notes',
      user_story: 'As a user, I want to search my notes, so that I find them.',
      criteria: ['WHEN a user searches THE system SHALL show matching notes within one second.'],
    },
  ],
};

export const requirementsAnswerJa: RequirementsAnswer = {
  title: 'メモサービス',
  introduction: 'メモを保存するサービス。',
  glossary: [{ term: 'メモ', meaning: '利用者の短い文章。' }],
  requirements: [
    {
      title: 'メモの保存',
      user_story: '利用者として、メモを保存したい。それにより、忘れずに済む。',
      criteria: ['WHEN 利用者がメモを保存したとき THE システム SHALL それを保存する。'],
    },
    {
      title: 'メモの検索',
      user_story: '利用者として、メモを検索したい。それにより、すぐ見つけられる。',
      criteria: ['WHEN 利用者が検索したとき THE システム SHALL 一致するメモを表示する。'],
    },
  ],
};

export const designAnswer: DesignAnswer = {
  overview: 'Two modules over one table.',
  architecture: 'The API calls the store.\n\n# A heading that is none',
  components: [
    { name: 'NoteStore', purpose: 'Stores notes.', files: ['src/store/**'], requirements: ['1.1', '1.2'] },
    { name: 'NoteSearch', purpose: 'Finds notes.', files: ['src/search/**'], requirements: ['2.1'] },
  ],
  data_models: 'notes(id, text)',
  error_handling: 'Refuse what is empty.',
  testing_strategy: 'Unit tests beside each module.',
  open_questions: ['How long are notes kept?'],
};

export function taskAnswer(id: string, more: Partial<TaskAnswer> = {}): TaskAnswer {
  return {
    ...{
      id,
      title: `Build part ${id}`,
      details: ['Write it with its tests.'],
      requirements: ['1.1'],
      dependencies: [],
    },
    ...{ files: [], skill: null, estimate_minutes: null },
    ...more,
  };
}

export const tasksAnswer: TasksAnswer = {
  groups: [
    {
      title: 'Storage',
      tasks: [
        taskAnswer('1.1', {
          title: 'Create the table',
          files: ['src/store/table.ts'],
          skill: 'database',
          estimate_minutes: 15,
        }),
        taskAnswer('1.2', {
          title: 'Save notes',
          dependencies: ['1.1'],
          requirements: ['1.1', '1.2'],
          files: ['src/store/**'],
        }),
      ],
    },
    {
      title: 'Search',
      tasks: [
        taskAnswer('2.1', {
          title: 'Search notes',
          dependencies: ['1.1'],
          requirements: ['2.1'],
          files: ['src/search/**'],
        }),
      ],
    },
  ],
};

/** The same plan with 1.1 waiting for 2.1. */
export const cyclicTasksAnswer: TasksAnswer = {
  groups: tasksAnswer.groups.map(({ title, tasks }) => ({
    title,
    tasks: tasks.map((task) => (task.id === '1.1' ? { ...task, dependencies: ['2.1'] } : task)),
  })),
};
