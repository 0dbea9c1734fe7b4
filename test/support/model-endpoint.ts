// A model endpoint on loopback that speaks the real protocols and says what a script tells, a repository of a user to plan in,
// and the options of a planning that brings them together.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { LLMock, type FixtureResponse } from '@copilotkit/aimock';
import { UserError } from '../../src/core/base/errors.ts';
import { parseTaskFile, toTaskset } from '../../src/core/intake/intake.ts';
import { writePlan, type ModelPlan, type ModelPlanOptions } from '../../src/core/planner/planner.ts';
import { designAnswer, requirementsAnswer, tasksAnswer } from '../unit/core/planner/model/model-answers.ts';
import { testRepository, writeFiles, type TestRepository } from './repository.ts';

export { type FixtureResponse } from '@copilotkit/aimock';

export const key = 'sk-test-0123456789abcdef0123456789abcdef';
export const sentence = 'Create a notes service with search';
export const stages = ['requirements', 'design', 'tasks'] as const;
type Stage = (typeof stages)[number];
export type Script = Partial<Record<Stage, readonly FixtureResponse[]>>;

export const says = (answer: unknown, more: object = {}): FixtureResponse => ({
  content: typeof answer === 'string' ? answer : JSON.stringify(answer),
  usage: { input_tokens: 100, output_tokens: 20 },
  ...more,
});

const goodScript: Required<Script> = {
  requirements: [says(requirementsAnswer)],
  design: [says(designAnswer)],
  tasks: [says(tasksAnswer)],
};

export interface Endpoint extends AsyncDisposable {
  url: string;
  /** What was asked, as one text for each question. */
  asked: () => string[];
}

/** Each stage gets the answers of its list, the last one again and again; before each answer, `pause` is waited for. */
export async function endpoint(
  script: Script,
  pause: (stage: Stage) => Promise<void> = async () => {},
): Promise<Endpoint> {
  const mock = new LLMock({ port: 0, logLevel: 'silent' });
  const questions: string[] = [];
  for (const [index, stage] of stages.entries()) {
    const answers = [...(script[stage] ?? goodScript[stage])];
    mock.addFixture({
      match: { predicate: ({ messages }) => JSON.stringify(messages[0]).includes(`Stage ${index + 1} of 3`) },
      response: async ({ messages }) => {
        await pause(stage);
        questions.push(
          messages.map(({ content }) => (typeof content === 'string' ? content : JSON.stringify(content))).join('\n'),
        );
        return (answers.length > 1 ? answers.shift() : answers[0])!;
      },
    });
  }
  await mock.start();
  return { url: `${mock.url}/v1`, asked: () => questions, [Symbol.asyncDispose]: () => mock.stop() };
}

export function userRepository(): TestRepository {
  const repository = testRepository();
  repository.commit({
    'README.md': '# Notes\n\nWritten in Rust.\n',
    'package.json': '{"scripts":{"test":"node --test"}}\n',
    '.gitignore': 'private/\n',
    '.kiro/steering/tech.md': 'Use SQLite.\n',
    'src/main.ts': `export const password = '${key}';\n`,
  });
  writeFiles(repository.mainWorktree, { 'private/notes.md': 'hidden\n', '.env': 'SECRET=1\n' });
  return repository;
}

const readBack: ModelPlanOptions['readBack'] = (texts, specId) => {
  const file = `.kiro/specs/${specId}/tasks.md`;
  const [requirements, design] = [texts['requirements.md'], texts['design.md']];
  return toTaskset(parseTaskFile(texts['tasks.md'], { file }), {
    specId,
    file,
    includeOptional: false,
    requirements,
    design,
  }).taskset;
};

export function optionsFor(
  repository: TestRepository,
  url: string,
  more: Partial<ModelPlanOptions> = {},
): ModelPlanOptions {
  return {
    ...{ mainWorktree: repository.mainWorktree, contextTokensMax: 8000, repairsMax: 2, env: {}, specId: 'notes' },
    endpoint: { baseUrl: url, key, model: 'test-model', wire: 'responses', retriesMax: 0 },
    readBack,
    ...more,
  };
}

export async function write(repository: TestRepository, plan: ModelPlan): Promise<void> {
  const { spec_id: specId, files: texts, taskset } = plan;
  await writePlan({ mainWorktree: repository.mainWorktree, specId, texts, taskset });
  await plan.finish();
}

export function specFiles({ mainWorktree }: TestRepository): string[] {
  const folder = join(mainWorktree, '.kiro/specs/notes');
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

/** The sentence that a person sees; it never shows the key. */
export async function failure(planning: Promise<unknown>): Promise<UserError> {
  const error = await planning.then(
    () => assert.fail('It was planned.'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof UserError)) throw error;
  assert.ok(!`${error.message}${error.hint}${String(error.cause)}`.includes(key), 'The key is shown.');
  assert.ok(error.hint !== undefined && error.hint !== '', 'There is no way out.');
  return error;
}

/** A server that sends these events, and then ends its answer or breaks the connection. */
export async function rawServer(events: readonly object[], isCut: boolean): Promise<{ url: string } & AsyncDisposable> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': hello\n\n');
    for (const event of events) response.write(`data: ${JSON.stringify(event)}\n\n`);
    if (isCut) request.socket.end();
    else response.end('data: [DONE]\n\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  };
}

/** A home of its own, these variables, and no key but one of these. */
export function userWith(repository: TestRepository, keys: Record<string, string>, settings: string): Disposable {
  const home = join(repository.folder, 'home');
  writeFiles(home, { '.kiro/necrocode.yaml': settings });
  const names = [...new Set(['HOME', 'OPENAI_API_KEY', 'OPENAI_BASE_URL', ...Object.keys(keys)])];
  const before = names.map((name) => [name, process.env[name]] as const);
  const put = (name: string, value: string | undefined) => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };
  for (const name of names) put(name, { HOME: home, ...keys }[name]);
  return { [Symbol.dispose]: () => before.forEach(([name, value]) => put(name, value)) };
}
