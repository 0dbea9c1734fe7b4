// From a sentence to a plan: an input box with examples, then the planning with its progress, then the plan to look at.
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { askRepository } from '../ask/ask.ts';
import { askText } from '../ask/ask-text.ts';
import type { Command } from './command.ts';
import { makePlan, showPlan } from './make-plan.ts';

const sentenceCharsMax = 4000;
const sentenceSchema = z.string().check(z.maxLength(sentenceCharsMax));

/** The second argument may be the sentence itself. */
export const plan: Command = async (app, target, args) => {
  const { l10n } = vscode;
  const found = await askRepository(app, target, l10n.t('Plan'));
  if (found === undefined) return;
  const said = sentenceSchema.safeParse(args[1]);
  const text = said.success ? said.data : await askSentence();
  if (text === undefined) return;
  const outcome = await makePlan(app, found.repository, { text }, l10n.t('Planning'));
  if (outcome !== undefined) await showPlan(app, found.repository, outcome);
};

function askSentence(): Promise<string | undefined> {
  const { l10n } = vscode;
  return askText({
    title: l10n.t('Plan'),
    prompt: l10n.t('Say in a sentence or two what is to be built. Enter plans it; nothing is executed yet.'),
    placeholder: l10n.t('For example: A chat app with sign-in'),
    examples: [
      l10n.t('A chat app with sign-in'),
      l10n.t('A REST API for bookmarks, with tags and full-text search'),
      l10n.t('A dark theme, and a settings page to choose it'),
    ],
    problemOf: (text) => {
      if (text.trim() === '') return l10n.t('Say what is to be built.');
      return text.length > sentenceCharsMax ? l10n.t('At most {0} characters.', sentenceCharsMax) : undefined;
    },
  });
}
