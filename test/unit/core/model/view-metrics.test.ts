import assert from 'node:assert/strict';
import { viewMetrics } from '../../../../src/core/model/view-metrics.ts';
import { failure, node, story } from '../../../support/builders.ts';

describe('the state as numbers', () => {
  const chat = story([node('1'), node('2'), node('3')])
    .ready('1', '2', '3')
    .at(1000)
    .start('2');
  chat.at(3000).fail('2', failure('no_changes')).done('1', 1).start('3');
  const measures = viewMetrics(chat.state, { now: 5000 });
  const check = (name: string, labels: Record<string, string>, value: number | undefined) => {
    const found = measures
      .find((measure) => measure.name === name)
      ?.samples.find((sample) => Object.entries(labels).every(([label, wanted]) => sample.labels[label] === wanted));
    assert.equal(found?.value, value, name);
  };

  it('counts tasks, attempts, failures and pull requests', () => {
    check('necrocode_tasks', { spec: 'chat', state: 'done' }, 1);
    check('necrocode_tasks', { spec: 'chat', state: 'running' }, 2);
    check('necrocode_tasks_open', { spec: 'chat' }, 2);
    check('necrocode_attempts_total', { outcome: 'failed' }, 1);
    check('necrocode_attempts_total', { outcome: 'at_work' }, 1);
    check('necrocode_failures_total', { kind: 'no_changes' }, 1);
    check('necrocode_pull_requests', { state: 'merged' }, 1);
    check('necrocode_events_total', {}, chat.state.seq);
  });

  it('adds up the time of attempts in seconds, those under way up to now', () => {
    check('necrocode_attempt_seconds_total', { spec: 'chat' }, 2 + 0 + 2);
  });
});
