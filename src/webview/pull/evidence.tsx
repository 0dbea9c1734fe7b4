// What proves the change, and what speaks against it: checks, commands with their results, findings of the review, and how the
// train fared with it.
import type {
  PanelCommand,
  PanelFinding,
  PanelIntegration,
  PanelVerification,
  PullPage,
} from '../../core/model/panel-pull.ts';
import { formatTook, formatWhen } from '../format.ts';
import { Icon, type IconName } from '../parts/icon.tsx';
import { usePage } from './page.ts';

export function Verification({ verification }: { verification: PanelVerification | undefined }) {
  const { t } = usePage();
  if (verification === undefined || verification.commands.length === 0) {
    return <p class="empty">{t('verification_none')}</p>;
  }
  const { ok, round, commands } = verification;
  return (
    <>
      <p class="faint">{ok ? t('verified', round) : t('not_verified', round)}</p>
      <ul class="commands">
        {commands.map((command, at) => (
          <li key={at}>
            <CommandLine command={command} />
          </li>
        ))}
      </ul>
    </>
  );
}

function CommandLine({
  command: { command, exit_code, duration_ms, is_timed_out, output, tests },
}: {
  command: PanelCommand;
}) {
  const { t } = usePage();
  const isGood = exit_code === 0;
  const end = is_timed_out ? t('timed_out') : exit_code === null ? t('not_run') : t('exit', exit_code);
  const line = (
    <>
      <Mark
        tone={isGood ? 'done' : 'failed'}
        name={isGood ? 'done' : 'failed'}
        label={t(isGood ? 'passed' : 'failed')}
      />
      <code class="command">{command}</code>
      <span class="faint">
        {tests === undefined ? '' : `${t('tests', tests.passed, tests.passed + tests.failed)} · `}
        {isGood ? '' : `${end} · `}
        {formatTook(duration_ms)}
      </span>
    </>
  );
  if (output === '') return <div class="command-line">{line}</div>;
  return (
    <details open={!isGood}>
      <summary class="command-line">{line}</summary>
      <pre tabIndex={0}>{output}</pre>
    </details>
  );
}

const iconOfSeverity: Record<PanelFinding['severity'], { tone: string; name: IconName }> = {
  info: { tone: 'blocked', name: 'info' },
  warning: { tone: 'ready', name: 'warning' },
  blocking: { tone: 'failed', name: 'failed' },
};

export function Findings({ findings }: { findings: readonly PanelFinding[] }) {
  const { t, press } = usePage();
  if (findings.length === 0) return <p class="empty">{t('findings_none')}</p>;
  return (
    <ul class="findings">
      {findings.map(({ severity, message, file, line }, at) => (
        <li key={at}>
          <Mark {...iconOfSeverity[severity]} label={t(`severity_${severity}`)} />
          <span>
            {message}
            {file === undefined ? null : (
              <button type="button" class="id-link" onClick={() => press('showDiff', { name: file })}>
                {line === undefined ? file : `${file}:${line}`}
              </button>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

const iconOfCheck: Record<PullPage['checks'][number]['state'], { tone: string; name: IconName }> = {
  pending: { tone: 'ready', name: 'clock' },
  success: { tone: 'done', name: 'done' },
  failure: { tone: 'failed', name: 'failed' },
};

export function Checks({ checks }: { checks: PullPage['checks'] }) {
  const { t } = usePage();
  if (checks.length === 0) return <p class="empty">{t('checks_none')}</p>;
  return (
    <ul class="findings">
      {checks.map(({ name, state }) => (
        <li key={name}>
          <Mark {...iconOfCheck[state]} label={t(`check_${state}`)} />
          <span>{name}</span>
        </li>
      ))}
    </ul>
  );
}

const iconOfOutcome: Record<PanelIntegration['outcome'], { tone: string; name: IconName }> = {
  merged: { tone: 'done', name: 'merge' },
  conflict: { tone: 'failed', name: 'warning' },
  verify_failed: { tone: 'failed', name: 'failed' },
  interrupted: { tone: 'blocked', name: 'clock' },
};

/** The newest first. */
export function Integrations({ integrations }: { integrations: readonly PanelIntegration[] }) {
  const { t, now, language } = usePage();
  return (
    <ul class="findings">
      {integrations.toReversed().map(({ at, outcome, files, message, verification }) => (
        <li key={at}>
          <Mark {...iconOfOutcome[outcome]} label={t(`train_${outcome}`)} />
          <span>
            {t(`train_${outcome}`)} <span class="faint">{formatWhen(at, now, language)}</span>
            {message === undefined ? null : <span class="note">{message}</span>}
            {files.length === 0 ? null : <span class="note faint files">{files.join(', ')}</span>}
            {verification === undefined || verification.ok ? null : <Verification verification={verification} />}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Mark({ tone, name, label }: { tone: string; name: IconName; label: string }) {
  return (
    <span class={`tone ${tone}`} role="img" aria-label={label} title={label}>
      <Icon name={name} />
    </span>
  );
}
