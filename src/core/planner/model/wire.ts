// What a wire to a model promises, whichever API it speaks: one question, one JSON text, and what it took. A refusal or a cut-off
// answer never comes back as an answer.
import type { ZodType } from 'zod';
import { UserError } from '../../base/errors.ts';

export interface Turn {
  role: 'user' | 'assistant';
  text: string;
}

export interface WireQuestion {
  /** Name of the answer's shape: letters and underscores. */
  name: string;
  schema: ZodType;
  instructions: string;
  turns: readonly Turn[];
  /** Called with the length of the answer so far, in characters. */
  onText: (characters: number) => void;
  signal: AbortSignal;
}

/** What is not reported stays undefined, and is never taken for nothing. */
export interface Usage {
  tokensIn: number | undefined;
  tokensOut: number | undefined;
  costUsd: number | undefined;
}

export interface WireAnswer {
  text: string;
  usage: Usage;
}

export type Wire = (question: WireQuestion) => Promise<WireAnswer>;

const answerCharactersMax = 2_000_000;

/** Collects an answer as it comes. @throws UserError when there is no end to it. */
export function collectText(onText: (characters: number) => void): {
  push: (delta: string) => void;
  text: () => string;
} {
  let text = '';
  return {
    push: (delta) => {
      text += delta;
      if (text.length > answerCharactersMax) throw truncated();
      onText(text.length);
    },
    text: () => text,
  };
}

export function refused(words: string): UserError {
  const said = words.trim() === '' ? '' : `: ${words.trim().slice(0, 300)}`;
  return new UserError(`The model refused to plan this${said}`, {
    hint: 'Say differently what is to be built, or plan without a model: --planner offline.',
  });
}

export function filtered(): UserError {
  return new UserError('The model endpoint stopped the answer by its content filter.', {
    hint: 'Say differently what is to be built, or plan without a model: --planner offline.',
  });
}

export function truncated(): UserError {
  return new UserError('The answer of the model was cut off, because it became too long.', {
    hint: 'Ask for less at once, or set `planner.model` to one with longer answers.',
  });
}

export function brokenOff(): UserError {
  return new UserError('The answer of the model ended before it was complete.', {
    hint: 'Run the command again: finished stages are taken up.',
  });
}
