// An issue as the text of a job: title and body, bounded. What stands there is somebody else's text; the plan shows it before anything runs.
import { RequestError } from 'octokit';
import { UserError } from '../../base/errors.ts';
import { cutText, plainLines } from '../../base/text.ts';
import type { Client } from './client.ts';
import type { GithubPlace } from './remote.ts';

export interface IssueText {
  number: number;
  title: string;
  body: string;
  url: string;
}

const bodyCharsMax = 20_000;
const titleCharsMax = 300;

/**
 * The number that `#12`, `12` or an address of an issue in this very repository means.
 * @throws UserError when it is none of them.
 */
export function issueNumber(reference: string, place: GithubPlace): number {
  const short = /^#?(\d{1,9})$/.exec(reference.trim())?.[1];
  if (short !== undefined) return Number(short);
  const path = reference.startsWith(`${place.webUrl}/`) ? reference.slice(place.webUrl.length) : '';
  const long = /^\/issues\/(\d{1,9})(?:[/?#].*)?$/.exec(path)?.[1];
  if (long !== undefined) return Number(long);
  throw new UserError(`Expected an issue of ${place.owner}/${place.name}, got "${cutText(reference, 200)}".`, {
    hint: `Write #12, or its address: ${place.webUrl}/issues/12`,
  });
}

export async function readIssue(client: Client, number: number): Promise<IssueText> {
  const { data } = await client
    .ask(`reading issue #${number}`, (octokit) => octokit.rest.issues.get({ ...client.repo, issue_number: number }))
    .catch((error: unknown) => {
      if (!(error instanceof RequestError) || (error.status !== 404 && error.status !== 410)) throw error;
      throw new UserError(`There is no issue #${number} in ${client.repo.owner}/${client.repo.repo}.`, {
        cause: error,
      });
    });
  if (data.pull_request !== undefined) {
    throw new UserError(`#${number} is a pull request, not an issue.`, { hint: 'Name the issue that it is for.' });
  }
  const body = cutText(plainLines(data.body ?? ''), bodyCharsMax);
  return { number, title: cutText(plainLines(data.title), titleCharsMax), body, url: data.html_url };
}
