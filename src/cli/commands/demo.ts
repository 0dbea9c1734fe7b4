// `necrocode demo`: the whole way in a minute, in a repository of its own: a sentence, a plan, agents side by side, a failing test
// that is mended, a conflict that goes back to its owner, merged pull requests. Nothing of the user's is touched.
import { viewPulls } from '../../core/model/view-pulls.ts';
import { viewTimeline } from '../../core/model/view-timeline.ts';
import { demoFolder, locate, planJob, readState, simulateTaskset, type Place } from '../../core/necrocode.ts';
import { seedDemo } from '../demo/demo.ts';
import type { Given } from '../given.ts';
import { renderGantt } from '../render/gantt.ts';
import { renderPlan } from '../render/plan.ts';
import { renderPulls } from '../render/pulls.ts';
import { titled } from '../render/status.ts';
import { print, type ExitStatus, type Session } from '../session.ts';
import { showRun } from '../show-run.ts';

const workersUsual = 3;
const rowsMax = 60;

export async function demo(session: Session, given: Given): Promise<ExitStatus> {
  const { messages, paint, language, stdout } = session;
  const { dir, sentence } = await seedDemo({ contentDir: await demoFolder(), dir: given.text('dir'), language });
  print(session, [`${messages.demo.repository} ${paint.name(dir)}`, '', paint.strong(`necrocode plan "${sentence}"`)]);
  const place = await locate(dir);
  const outcome = await planJob(place, { text: sentence, planner: 'offline', language });
  const asked = given.text('workers');
  const workers = asked === undefined || asked === 'auto' ? workersUsual : Number(asked);
  const forecast = await simulateTaskset(outcome.taskset, [1, workers]);
  print(session, renderPlan(outcome, { messages, paint, width: stdout.columns, forecast, isDryRun: false }));
  const { spec_id } = outcome;
  print(session, ['', paint.strong(`necrocode execute ${spec_id} --workers ${workers}`)]);
  const status = await showRun(session, { place, asked: { kind: 'execute', spec_id, workers }, isJson: false });
  await showOutcome(session, place, spec_id);
  // Somebody who tries it has no such command yet; as an alias it works wherever they look round.
  const alias = `alias necrocode='"${process.execPath}" "${process.argv[1] ?? ''}"'`;
  print(
    session,
    titled(messages.demo.lookRound, [`  ${paint.name(`cd ${dir}`)}`, `  ${paint.name(alias)}`], { paint }),
  );
  return status;
}

/** The pull requests, and who worked when. */
async function showOutcome(session: Session, place: Place, spec_id: string): Promise<void> {
  const { messages, paint, stdout, clock } = session;
  const state = await readState(place);
  const spec = state.specs.get(spec_id);
  const width = stdout.columns;
  const pulls = renderPulls(viewPulls(state, { spec: spec_id }), { messages, paint, width, isAll: true, rowsMax });
  print(session, titled(messages.demo.pulls, pulls, { paint }));
  const timeline = spec === undefined ? undefined : viewTimeline(spec, { now: clock.now() });
  if (timeline === undefined) return;
  print(session, titled(messages.demo.timeline, renderGantt(timeline, { messages, paint, width, rowsMax }), { paint }));
}
