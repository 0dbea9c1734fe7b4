// The three views of our container: tasks, pull requests, workers; with their filter, their badge, and the way from anywhere to
// the row of a task.
import * as vscode from 'vscode';
import type { App, LiveRepository } from '../app.ts';
import type { Words } from '../localize.ts';
import { createQuietLookUp } from '../look-up-pulls.ts';
import { ownCommand } from '../own-command.ts';
import { createPulse } from '../pulse.ts';
import { asTarget, type Target } from '../target.ts';
import { asFilter, labelOfKind, taskKinds, type Filter } from './filter.ts';
import { countWaiting, createPullTree } from './pull-tree.ts';
import { createTaskTree, tooltipOfAttempt } from './task-tree.ts';
import type { AttemptTarget } from './task-nodes.ts';
import { createTree } from './tree-view.ts';
import { createWorkerTree } from './worker-tree.ts';

const filterKey = 'necrocode.filter';
const describeEveryMs = 500;

export function registerTrees(app: App): vscode.Disposable {
  const filter = { chosen: asFilter(app.context.workspaceState.get(filterKey)) };
  const options = {
    repositories: () => app.repositories.all(),
    words: (): Words => ({ l10n: vscode.l10n, now: Date.now() }),
    filter: () => filter.chosen,
    readProgress: ({ place }: LiveRepository, of: AttemptTarget) => app.core.readProgress(place, of),
    listArtifacts: ({ place }: LiveRepository, of: AttemptTarget) => app.core.listArtifacts(place, of),
  };
  const attemptTooltip = (target: Target) => tooltipOfAttempt(target, options);
  const taskTree = createTaskTree(options);
  const tasks = createTree(app, { viewId: 'necrocode.tasks', source: taskTree });
  const pulls = createTree(app, { viewId: 'necrocode.pulls', source: createPullTree(options) });
  const workers = createTree(app, {
    viewId: 'necrocode.workers',
    source: createWorkerTree({ ...options, attemptTooltip }),
  });

  const describe = (): void => {
    tasks.view.message = messageOf(options.repositories(), filter.chosen) ?? '';
    pulls.view.badge = badgeOf(countWaiting(options.repositories()));
  };
  const choose = async (chosen: Filter): Promise<void> => {
    filter.chosen = chosen;
    describe();
    tasks.refresh();
    await app.context.workspaceState.update(filterKey, [...chosen]);
    await vscode.commands.executeCommand('setContext', 'necrocode.isFiltered', chosen.size > 0);
  };
  const pulse = createPulse(describeEveryMs, describe);
  choose(filter.chosen).catch((error: unknown) => app.report(error, vscode.l10n.t('Filter Tasks')));
  return vscode.Disposable.from(
    ...[tasks, pulls, workers, pulse, createQuietLookUp(app, pulls.view)],
    app.repositories.onDidChange(() => pulse.ring()),
    app.repositories.onDidChangeState(() => pulse.ring()),
    ownCommand(app, { id: 'necrocode.filterTasks', what: vscode.l10n.t('Filter Tasks') }, async () => {
      const chosen = await askForKinds(filter.chosen);
      if (chosen !== undefined) await choose(chosen);
    }),
    ownCommand(app, { id: 'necrocode.clearFilter', what: vscode.l10n.t('Filter Tasks') }, () => choose(new Set())),
    ownCommand(app, { id: 'necrocode.revealTask', what: vscode.l10n.t('Show in Tasks') }, async (given) => {
      const target = asTarget(given);
      const node = target === undefined ? undefined : taskTree.nodeOfTask(target);
      if (node !== undefined) await tasks.reveal(node);
    }),
  );
}

/** Undefined when the question is waved away. Choosing nothing means everything. */
async function askForKinds(chosen: Filter): Promise<Filter | undefined> {
  const items = taskKinds.map((kind) => ({
    ...labelOfKind(kind, vscode.l10n),
    chosen: kind,
    picked: chosen.has(kind),
  }));
  const picked = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    matchOnDetail: true,
    title: vscode.l10n.t('Filter Tasks'),
    placeHolder: vscode.l10n.t('Which tasks to show; all when none is chosen'),
  });
  if (picked === undefined) return undefined;
  return new Set(picked.length === taskKinds.length ? [] : picked.map((item) => item.chosen));
}

/** What stands above the rows: the damage of a registry first, because everything below it may be incomplete. */
function messageOf(repositories: readonly LiveRepository[], filter: Filter): string | undefined {
  const damage = repositories.map((repository) => repository.damage()).find((place) => place !== undefined);
  if (damage !== undefined) {
    return vscode.l10n.t(
      'The registry is damaged at {0}. What follows it is not shown. NecroCode: Doctor can help.',
      damage,
    );
  }
  if (filter.size === 0) return undefined;
  const kinds = taskKinds.filter((kind) => filter.has(kind)).map((kind) => labelOfKind(kind, vscode.l10n).label);
  return vscode.l10n.t('Shown: {0}', kinds.join(', '));
}

function badgeOf(value: number): vscode.ViewBadge | undefined {
  if (value === 0) return undefined;
  const one = vscode.l10n.t('1 pull request waits for you');
  return { value, tooltip: value === 1 ? one : vscode.l10n.t('{0} pull requests wait for you', value) };
}
