// Findings of review in the Problems view, for as long as the change that they are about waits: each opens the file as the change
// has it.
import * as vscode from 'vscode';
import type { Finding } from '../../core/model/evidence.ts';
import type { App, LiveChange, LiveRepository } from '../app.ts';
import { createPulse } from '../pulse.ts';
import { lacksFindingsSince, learnFindings, problemsOf, settleFindings } from './findings.ts';
import type { KnownFindings, Problem } from './findings.ts';

const refreshEveryMs = 500;

const severities: Record<Problem['severity'], vscode.DiagnosticSeverity> = {
  blocking: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

export function registerReviewProblems(app: App): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('necrocode');
  const known = new Map<string, KnownFindings>();
  const shown = { text: '' };
  const findingsOf = ({ place }: LiveRepository): KnownFindings => {
    const findings = known.get(place.mainWorktree) ?? new Map<string, readonly Finding[]>();
    known.set(place.mainWorktree, findings);
    return findings;
  };

  const show = (): void => {
    const repositories = app.repositories.all();
    for (const each of repositories) settleFindings(each.state(), findingsOf(each));
    const problems = repositories.flatMap((each) =>
      problemsOf(each.state(), findingsOf(each), each.place.mainWorktree, vscode.l10n),
    );
    const text = JSON.stringify(problems);
    if (text === shown.text) return;
    shown.text = text;
    collection.clear();
    collection.set(
      [...Map.groupBy(problems, ({ key }) => key).values()].flatMap((ofFile): [vscode.Uri, vscode.Diagnostic[]][] => {
        const [first] = ofFile;
        return first === undefined ? [] : [[vscode.Uri.from(first.address), ofFile.map(diagnosticOf)]];
      }),
    );
  };
  const pulse = createPulse(refreshEveryMs, show);
  const learn = async ({ repository, events }: LiveChange): Promise<void> => {
    const findings = findingsOf(repository);
    learnFindings(findings, events);
    pulse.ring();
    if (events.length > 0) return;
    const sinceAt = lacksFindingsSince(repository.state(), findings);
    if (sinceAt === undefined) return;
    learnFindings(findings, await app.core.listEvents(repository.place, { types: ['ReviewFinished'], sinceAt }));
    pulse.ring();
  };
  const note = (change: LiveChange): void => {
    learn(change).catch((error: unknown) => app.output.error(error instanceof Error ? error : String(error)));
  };
  for (const repository of app.repositories.all()) note({ repository, events: [] });

  return vscode.Disposable.from(
    collection,
    pulse,
    app.repositories.onDidChange(() => pulse.ring()),
    app.repositories.onDidChangeState(note),
  );
}

function diagnosticOf({ line, severity, kind, message }: Problem): vscode.Diagnostic {
  const range = new vscode.Range(line, 0, line, Number.MAX_SAFE_INTEGER);
  const diagnostic = new vscode.Diagnostic(range, message, severities[severity]);
  diagnostic.source = 'NecroCode';
  diagnostic.code = kind;
  return diagnostic;
}
