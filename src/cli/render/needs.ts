// What goes on only when a person does something: each with the command that does it.
import { plainText } from '../../core/base/text.ts';
import type { Need } from '../../core/model/view-status.ts';
import type { Messages } from '../messages/messages.ts';
import type { Paint } from '../paint.ts';
import { renderTable, type Cell } from './table.ts';
import { formatClock } from './time.ts';
import { wrapToWidth } from './width.ts';

export interface NeedsOptions {
  messages: Messages;
  paint: Paint;
  width: number;
  isAll: boolean;
}

const needsShownMax = 12;
const textCharsMax = 200;
const hintCharsMax = 500;

export function renderNeeds(needs: readonly Need[], { messages, paint, width, isAll }: NeedsOptions): string[] {
  const shown = isAll ? needs : needs.slice(0, needsShownMax);
  const rows = shown.map((need): Cell[] => {
    const { text, command, isBad } = describeNeed(need, messages);
    return [
      isBad ? { text: '✗', brush: paint.bad } : { text: '!', brush: paint.warn },
      plainText(text, { charsMax: textCharsMax }),
      { text: command, brush: paint.name },
    ];
  });
  const hidden = needs.length - shown.length;
  return [
    ...renderTable(rows, { columns: [{}, { min: 24 }, { min: 20 }], width, indent: '  ' }),
    ...shown.flatMap((need) => hintLines(need, width).map((line) => paint.faint(line))),
    ...(hidden > 0 ? [paint.faint(`  ${messages.common.more(hidden)}`)] : []),
  ];
}

/** What is said there is a person's only way out, so it is not cut. */
function hintLines(need: Need, width: number): string[] {
  if (need.kind !== 'forge_lost' || need.hint === undefined) return [];
  return wrapToWidth(plainText(need.hint, { charsMax: hintCharsMax }), width - 5).map((line) => `     ${line}`);
}

interface Described {
  text: string;
  command: string;
  isBad: boolean;
}

function describeNeed(need: Need, { needs: words, failures }: Messages): Described {
  switch (need.kind) {
    case 'person_awaited': {
      const { spec_id, task_id: id, title, message: found } = need;
      return {
        text: words.personAwaited({ id, title, found }),
        command: `necrocode attach ${spec_id} ${id}`,
        isBad: false,
      };
    }
    case 'task_failed': {
      const why = need.failure === undefined ? '' : failures[need.failure.kind];
      const text = words.taskFailed({ id: need.task_id, title: need.title, why, holdsUp: need.holds_up });
      return { text, command: `necrocode show ${need.spec_id} ${need.task_id}`, isBad: true };
    }
    case 'review_blocked': {
      const text = words.reviewBlocked({ id: need.task_id, title: need.title, findings: need.findings });
      const command =
        need.pr === undefined ? `necrocode show ${need.spec_id} ${need.task_id}` : `necrocode pr show ${need.pr}`;
      return { text, command, isBad: true };
    }
    case 'pull_waits': {
      const text = words.pullWaits({ number: need.number, title: need.title, isFinal: need.is_final });
      return { text, command: `necrocode pr show ${need.number}`, isBad: false };
    }
    case 'merge_held':
      return {
        text: words.mergeHeld(need.number, need.reason),
        command: `necrocode pr show ${need.number}`,
        isBad: true,
      };
    case 'run_paused':
      return { text: words.runPaused(need.spec_id), command: `necrocode execute ${need.spec_id}`, isBad: false };
    case 'forge_lost':
      return { text: words.forgeLost(need.reason), command: 'necrocode doctor', isBad: true };
    case 'repository_altered': {
      const names = need.names.join(', ');
      return { text: words.repositoryAltered({ count: need.count, names }), command: 'necrocode doctor', isBad: true };
    }
    case 'agent_rests':
      return { text: words.agentRests(need.agent, formatClock(need.until)), command: '', isBad: false };
    case 'slot_quarantined':
      return { text: words.slotQuarantined(need.slot, need.reason), command: 'necrocode slots clean', isBad: false };
  }
}
