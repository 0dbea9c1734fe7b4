// Lines about plans, runs and the registry itself.
import { isDangerous } from '../model/alteration.ts';
import type { Describe, Level } from './notice.ts';
import { nothing, short, specOf, several } from './notice.ts';

type RunEvent =
  | 'ControllerStarted'
  | 'ControllerStopped'
  | 'RequestRefused'
  | 'RequestAccepted'
  | 'AgentPaused'
  | 'SlotReleased'
  | 'SlotQuarantined'
  | 'RepositoryAltered'
  | 'SpecPlanned'
  | 'TaskCreated'
  | 'TaskUpdated'
  | 'RunStarted'
  | 'RunPaused'
  | 'RunResumed'
  | 'RunFinished'
  | 'ConflictForecast';

const levelOf: Record<'completed' | 'failed' | 'cancelled', Level> = {
  completed: 'success',
  failed: 'error',
  cancelled: 'warning',
};

const noteCharsMax = 1000;

export const aboutRun: { [T in RunEvent]: Describe<T> } = {
  ControllerStarted: nothing,
  ControllerStopped: nothing,
  TaskCreated: nothing,
  TaskUpdated: nothing,
  RequestAccepted: ({ data: { notes = [] } }) =>
    notes.length === 0
      ? undefined
      : { level: 'warning', text: notes.map((note) => short(note, noteCharsMax)).join(' ') },
  RequestRefused: ({ data: { ja, ...en } }, { lines, language }) => {
    const { message, hint = en.hint } = (language === 'ja' ? ja : undefined) ?? en;
    return {
      level: 'error',
      text: lines.requestRefused(short(message), hint === undefined ? undefined : short(hint)),
    };
  },
  AgentPaused: ({ data: { agent, until, reason } }, { lines }) => ({
    level: 'warning',
    text: lines.agentPaused(short(agent), clockTime(until), short(reason)),
  }),
  SlotReleased: ({ data: { slot, rescue_ref } }, { lines }) =>
    rescue_ref === undefined ? undefined : { level: 'warning', text: lines.workKept(slot, rescue_ref) },
  SlotQuarantined: ({ data: { slot, reason } }, { lines }) => ({
    level: 'warning',
    text: lines.slotQuarantined(slot, short(reason)),
  }),
  RepositoryAltered: ({ data: { alterations, count, holders } }, context) => ({
    level: alterations.some(isDangerous) ? 'error' : 'warning',
    text: context.lines.repositoryAltered({
      holders: several(context, holders),
      names: several(
        context,
        alterations.map(({ name }) => name),
      ),
      count,
    }),
  }),
  SpecPlanned: ({ spec_id = '', data: { tasks, taskset_version } }, { lines }) => ({
    level: 'info',
    text: lines.planned({ spec: spec_id, tasks, version: taskset_version }),
  }),
  RunStarted: (event, context) => ({
    level: 'info',
    text: context.lines.runStarted({
      spec: event.spec_id ?? '',
      tasks: event.data.only?.length ?? specOf(context, event)?.tasks.size ?? 0,
      workers: String(event.data.workers),
      agent: short(event.data.agent),
    }),
  }),
  RunPaused: ({ spec_id = '', data }, { lines }) => ({
    level: 'warning',
    text: lines.runPaused(spec_id, short(data.by)),
  }),
  RunResumed: ({ spec_id = '', data }, { lines }) => ({
    level: 'info',
    text: lines.runResumed(spec_id, short(data.by)),
  }),
  RunFinished: (event, context) => {
    const { outcome, final_pr } = event.data;
    const spec = specOf(context, event);
    const tasks = [...(spec?.tasks.values() ?? [])].filter(({ node }) => spec?.run?.only?.includes(node.id) ?? true);
    const done = tasks.filter(({ state }) => state === 'done').length;
    const text = context.lines.runFinished[outcome](event.spec_id ?? '', done, tasks.length);
    return { level: levelOf[outcome], text: text + (final_pr === undefined ? '' : context.lines.finalPull(final_pr)) };
  },
  ConflictForecast: ({ data: { pairs } }, context) => {
    if (pairs.length === 0) return undefined;
    const names = pairs.map(({ tasks }) => tasks.join(' × '));
    return { level: 'warning', text: context.lines.conflictForecast(several(context, names), pairs.length) };
  },
};

/** In the time zone of whoever reads. */
function clockTime(at: number): string {
  return new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}
