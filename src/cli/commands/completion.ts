// `necrocode completion`: a script that lets a shell complete commands, options, their values and the names of specs. Made from
// the commands' table, so that it knows what the program knows.
import type { Given } from '../given.ts';
import { findNearest } from '../../core/base/nearest.ts';
import { shells, renderCompletion } from '../render/completion.ts';
import type { ExitStatus, Session } from '../session.ts';
import { UsageError } from '../usage-error.ts';

export async function completion({ stdout, messages }: Session, given: Given): Promise<ExitStatus> {
  const asked = given.argument(0);
  const shell = shells.find((one) => one === asked);
  if (shell === undefined) {
    const nearest = findNearest(asked, shells);
    throw new UsageError(messages.usage.wrongValue({ flag: 'SHELL', expected: shells.join(', '), got: asked }), {
      hint: nearest === undefined ? undefined : messages.usage.didYouMean(nearest),
    });
  }
  stdout.write(renderCompletion(shell, messages));
  return 0;
}
