// Asks how a run is to be started: one list, whose first row starts it. What was chosen last is remembered for the workspace.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { App, LiveRepository } from '../app.ts';
import { inertMessage } from '../inert-message.ts';
import {
  agentRows,
  asWorkers,
  deliveryText,
  stepRows,
  wishesSchema,
  workersOffered,
  workersText,
  type StepRow,
  type Wishes,
} from './execute-choices.ts';

/** Between two lists a webview that had the focus takes it back for a moment, which would close the second one. */
const stays = true;

const wishesKey = 'necrocode.execute.wishes';

/** Undefined when the person has thought better of it. */
export async function askWishes(
  app: App,
  repository: LiveRepository,
  { spec_id, isGoingOn }: { spec_id: string; isGoingOn: boolean },
): Promise<Wishes | undefined> {
  const { workers, agent, delivery } = await app.core.settingsOf(repository.place);
  const title = `NecroCode: ${vscode.l10n.t('Execute {0}', inertMessage(spec_id))}`;
  let wishes = wishesSchema.safeParse(app.context.workspaceState.get(wishesKey)).data ?? {};
  let active: StepRow['step'] = 'start';
  for (;;) {
    const rows = stepRows({ wishes, usual: { workers, agent, delivery }, isGoingOn }, vscode.l10n);
    const step = await pickStep(rows, { title, active });
    if (step === undefined) return undefined;
    if (step === 'start') return wishes;
    wishes = { ...wishes, ...(await askStep(app, repository, step)) };
    active = 'start';
  }
}

export async function rememberWishes({ context }: App, wishes: Wishes): Promise<void> {
  await context.workspaceState.update(wishesKey, wishes);
}

async function pickStep(
  rows: readonly StepRow[],
  { title, active }: { title: string; active: StepRow['step'] },
): Promise<StepRow['step'] | undefined> {
  const pick = vscode.window.createQuickPick<StepRow>();
  pick.ignoreFocusOut = stays;
  const { promise, resolve } = Promise.withResolvers<StepRow['step'] | undefined>();
  Object.assign(pick, { title, items: rows, placeholder: vscode.l10n.t('Enter starts it.') });
  pick.activeItems = rows.filter(({ step }) => step === active);
  pick.onDidAccept(() => resolve(pick.selectedItems[0]?.step));
  pick.onDidHide(() => resolve(undefined));
  pick.show();
  try {
    return await promise;
  } finally {
    pick.dispose();
  }
}

async function askStep(app: App, repository: LiveRepository, step: Exclude<StepRow['step'], 'start'>): Promise<Wishes> {
  switch (step) {
    case 'workers':
      return askWorkers();
    case 'agent':
      return askAgent(app, repository);
    case 'delivery':
      return askDelivery();
  }
}

async function askWorkers(): Promise<Wishes> {
  const { l10n } = vscode;
  const rows = workersOffered.map((workers) => ({
    label: String(workers),
    description: workersText(workers, l10n),
    workers,
  }));
  const other = { label: l10n.t('Another number…'), description: '', workers: undefined };
  const picked = await vscode.window.showQuickPick([...rows, other], {
    title: `NecroCode: ${l10n.t('Workers')}`,
    ignoreFocusOut: stays,
  });
  if (picked === undefined) return {};
  if (picked.workers !== undefined) return { workers: picked.workers };
  const typed = await vscode.window.showInputBox({
    title: `NecroCode: ${l10n.t('Workers')}`,
    ignoreFocusOut: stays,
    validateInput: (text) => (asWorkers(text) === undefined ? l10n.t('A number from 1 to 64, or auto.') : undefined),
  });
  const workers = asWorkers(typed ?? '');
  return workers === undefined ? {} : { workers };
}

async function askAgent(app: App, { place }: LiveRepository): Promise<Wishes> {
  const { l10n } = vscode;
  const look = async () => {
    const [{ agents }, { agents: probes }] = await Promise.all([
      app.core.settingsOf(place),
      app.core.doctor(place, { fix: false }),
    ]);
    const offered = { own: Object.keys(agents), probes, hasPlaybooks: hasPlaybooks(place.mainWorktree) };
    return agentRows(offered, { l10n, language: app.language });
  };
  const picked = await vscode.window.showQuickPick(look(), {
    title: `NecroCode: ${l10n.t('Agent')}`,
    placeHolder: l10n.t('Agents that are installed come first; the others say why they cannot be used.'),
    ...{ matchOnDescription: true, matchOnDetail: true, ignoreFocusOut: stays },
  });
  if (picked === undefined) return {};
  if (picked.isUsable) return { agent: picked.agent };
  await vscode.window.showWarningMessage(
    [picked.agent, picked.description, picked.detail ?? ''].filter(Boolean).join(': '),
  );
  return {};
}

function hasPlaybooks(mainWorktree: string): boolean {
  try {
    return readdirSync(join(mainWorktree, '.kiro', 'playbooks')).some((name) => /\.ya?ml$/.test(name));
  } catch {
    return false;
  }
}

async function askDelivery(): Promise<Wishes> {
  const { l10n } = vscode;
  const rows = [
    {
      label: 'integration',
      description: deliveryText('integration', l10n),
      detail: l10n.t(
        'Finished tasks are merged into a branch of the spec and verified together; you merge that branch.',
      ),
      delivery: 'integration' as const,
    },
    {
      label: 'direct',
      description: deliveryText('direct', l10n),
      detail: l10n.t('What depends on a task starts when you have merged its pull request.'),
      delivery: 'direct' as const,
    },
  ];
  const picked = await vscode.window.showQuickPick(rows, {
    title: `NecroCode: ${l10n.t('Delivery')}`,
    ignoreFocusOut: stays,
  });
  return picked === undefined ? {} : { delivery: picked.delivery };
}
