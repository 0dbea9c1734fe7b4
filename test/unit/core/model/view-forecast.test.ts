import assert from 'node:assert/strict';
import { forecastRun, type ForecastTask } from '../../../../src/core/model/view-forecast.ts';

const minute = 60_000;
const task = (id: string, minutes: number, fields: Partial<ForecastTask> = {}): ForecastTask => ({
  ...{ id, kind: 'work', state: 'blocked', since: 0, minutes, dependencies: [], attempts: [] },
  ...fields,
});
const after = (...dependencies: string[]) => ({ dependencies });

describe('the forecast of a run', () => {
  const minutesOf = (tasks: readonly ForecastTask[], workers: number, now = 0) =>
    forecastRun(tasks, { workers, now }).remaining_ms / minute;

  it('lays what is left out on the workers', () => {
    const tasks = [task('1', 10), task('2', 20), task('3', 30), task('4', 5, after('1', '2', '3'))];
    assert.equal(minutesOf(tasks, 1), 65);
    assert.equal(minutesOf(tasks, 2), 35);
    assert.equal(minutesOf(tasks, 8), 35);
  });

  it('names the tasks that decide when all is over', () => {
    const tasks = [task('1', 10), task('2', 20), task('3', 30, after('2')), task('4', 5, after('1'))];
    assert.deepEqual(forecastRun(tasks, { workers: 4, now: 0 }).critical, ['2', '3']);
  });

  it('counts what a task at work has already had', () => {
    const running = task('1', 20, { state: 'running', attempts: [{ start: 0 }] });
    assert.equal(minutesOf([running], 1, 15 * minute), 5);
    assert.equal(minutesOf([running], 1, 90 * minute), 2);
  });

  it('leaves out what this run cannot reach', () => {
    const tasks = [task('1', 10, { state: 'failed' }), task('2', 10, after('1')), task('3', 7)];
    const { unreachable, remaining_ms } = forecastRun(tasks, { workers: 1, now: 0 });
    assert.deepEqual([unreachable, remaining_ms / minute], [2, 7]);
    const chosen = forecastRun([task('1', 10), task('2', 7)], { workers: 1, now: 0, only: ['2'] });
    assert.deepEqual([chosen.unreachable, chosen.remaining_ms / minute], [1, 7]);
  });

  it('learns from what was done so far', () => {
    const finished = task('1', 10, { state: 'done', via: 'run', since: 5 * minute, attempts: [{ start: 0, end: 4 }] });
    const { pace, remaining_ms } = forecastRun([finished, task('2', 30, after('1'))], { workers: 1, now: 0 });
    assert.deepEqual([pace, remaining_ms / minute], [0.5, 15]);
    assert.equal(forecastRun([task('1', 1)], { workers: 1, now: 0 }).pace, undefined);
  });

  it('is over when nothing is left', () => {
    assert.equal(minutesOf([], 3), 0);
    assert.equal(minutesOf([task('1', 5, { state: 'done' })], 3), 0);
  });
});
