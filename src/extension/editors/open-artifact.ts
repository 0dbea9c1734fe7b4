// Opens an artifact of an attempt, of the last one when none is named.
import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { knownRepository } from '../known-repository.ts';
import type { Target } from '../target.ts';
import { addressOfArtifact } from './addresses.ts';
import { attemptTarget } from './open-log.ts';

export async function openArtifact(app: App, target: Target & { name: string }): Promise<void> {
  const of = attemptTarget(await knownRepository(app, target.repository), target);
  const uri = vscode.Uri.from(addressOfArtifact({ ...of, name: target.name }));
  await vscode.window.showTextDocument(uri, { preview: true });
}
