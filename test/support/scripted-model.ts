// A model on this machine for real coding agents: it speaks the protocols that they speak, and answers what a script says for
// the task, the attempt and the round that the prompt tells of. Each question is kept, so that a test can say what was asked.
import { LLMock, type ChatCompletionRequest, type FixtureResponse } from '@copilotkit/aimock';

export type Answer = FixtureResponse;

export interface Question {
  task: string;
  attempt: number;
  /** 1 for the first prompt, one more for each check that failed. */
  round: number;
  /** How many tools have answered since the prompt. */
  step: number;
  /** What was said in the whole conversation, one text for each message. */
  said: readonly string[];
}

export interface ScriptedModel extends AsyncDisposable {
  /** Without a path. */
  url: string;
  questions: readonly Question[];
}

export type Script = (question: Question) => Answer | Promise<Answer>;

const usage = { prompt_tokens: 11, completion_tokens: 7 };

export const says = (content: string): Answer => ({ content, usage });

export const calls = (name: string, input: object): Answer => ({
  toolCalls: [{ name, arguments: JSON.stringify(input) }],
  usage,
});

export async function scriptedModel(script: Script): Promise<ScriptedModel> {
  const mock = new LLMock({ port: 0, logLevel: 'silent' });
  const questions: Question[] = [];
  mock.addFixture({
    match: { predicate: ({ tools = [] }) => tools.length > 0 },
    response: (request) => {
      const question = readQuestion(request);
      questions.push(question);
      return script(question);
    },
  });
  // Beside the work, agents let the model name the session.
  mock.addFixture({ match: { predicate: () => true }, response: says('A title') });
  await mock.start();
  return { url: mock.url, questions, [Symbol.asyncDispose]: () => mock.stop() };
}

function readQuestion({ messages }: ChatCompletionRequest): Question {
  const said = messages.map(({ content }) => (typeof content === 'string' ? content : JSON.stringify(content)));
  const whole = said.join('\n');
  const isTool = messages.map(({ role }) => role === 'tool');
  // An agent may put what it was given as an argument into quotes.
  const rounds = [...whole.matchAll(/^"?Round (\d+): /gm)].map(([, round]) => Number(round));
  return {
    task: /^# Task (\S+): /m.exec(whole)?.[1] ?? '',
    attempt: Number(/· Attempt: (\d+)/.exec(whole)?.[1] ?? 0),
    round: Math.max(1, ...rounds),
    step: isTool.length - 1 - isTool.lastIndexOf(false),
    said,
  };
}
