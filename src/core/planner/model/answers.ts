// What a model is asked to answer, stage by stage. Strict structured output wants every key there, so what may be missing is
// nullable and nothing is optional. Bounds and references are no part of the shapes: `rules.ts` checks them and says what is wrong.
import * as z from 'zod';
import { skills } from '../feature.ts';

export const requirementsAnswerSchema = z.object({
  title: z.string().describe('Name of what is built, at most eight words.'),
  introduction: z.string().describe('Two to five sentences: what is built, for whom, and what is out of scope.'),
  glossary: z.array(z.object({ term: z.string(), meaning: z.string() })),
  requirements: z.array(
    z.object({
      title: z.string(),
      user_story: z.string().describe('As a …, I want …, so that …'),
      criteria: z.array(z.string()).describe('EARS sentences: WHEN/IF/WHILE/WHERE … THE system SHALL …'),
    }),
  ),
});

export const designAnswerSchema = z.object({
  overview: z.string(),
  architecture: z.string(),
  components: z.array(
    z.object({
      name: z.string(),
      purpose: z.string().describe('What it does and the interface that others use.'),
      files: z.array(z.string()).describe('Paths or globs below the repository.'),
      requirements: z.array(z.string()).describe('References such as 2.1.'),
    }),
  ),
  data_models: z.string(),
  error_handling: z.string(),
  testing_strategy: z.string(),
  open_questions: z.array(z.string()),
});

export const tasksAnswerSchema = z.object({
  groups: z.array(
    z.object({
      title: z.string(),
      tasks: z.array(
        z.object({
          id: z.string().describe('Group and place in it, such as 2.1; unique.'),
          title: z.string().describe('Imperative, at most ten words.'),
          details: z.array(z.string()).describe('One to five sentences on what is to be done and how it is tested.'),
          requirements: z.array(z.string()).describe('References such as 2.1.'),
          dependencies: z.array(z.string()).describe('Ids of tasks whose result this one needs.'),
          files: z.array(z.string()).describe('Paths or globs that it creates or changes.'),
          skill: z.enum(skills).nullable(),
          estimate_minutes: z.number().nullable(),
        }),
      ),
    }),
  ),
});

export type RequirementsAnswer = z.infer<typeof requirementsAnswerSchema>;
export type DesignAnswer = z.infer<typeof designAnswerSchema>;
export type TasksAnswer = z.infer<typeof tasksAnswerSchema>;
export type TaskAnswer = TasksAnswer['groups'][number]['tasks'][number];
