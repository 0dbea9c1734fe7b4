// What we add to editors: lenses and marks on task lists, findings of review as problems, comments on diffs, and the documents
// that are no files: commits, outputs, artifacts.
import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { registerArtifactDocuments } from './artifact-documents.ts';
import { registerGitDocuments } from './git-documents.ts';
import { registerLogDocuments } from './log-documents.ts';
import { registerReviewComments } from './review-comments.ts';
import { registerReviewProblems } from './review-problems.ts';
import { registerSpecLenses } from './spec-lenses.ts';
import { registerSpecMarks } from './spec-marks.ts';

export function registerEditors(app: App): vscode.Disposable {
  return vscode.Disposable.from(
    registerGitDocuments(app),
    registerLogDocuments(app),
    registerArtifactDocuments(app),
    registerSpecLenses(app),
    registerSpecMarks(app),
    registerReviewProblems(app),
    registerReviewComments(app),
  );
}
