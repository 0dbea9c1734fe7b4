import assert from 'node:assert/strict';
import { idOf, subjectOf } from '../../../../src/extension/trees/row.ts';
import { subjectsOf } from '../../../../src/extension/trees/subjects.ts';
import { node, story } from '../../../support/builders.ts';
import { liveRepository } from '../../../support/live-repository.ts';

const at = { repository: '/work/shop' };
const subject = (task_id?: string) => subjectOf({ ...at, spec_id: 'chat', ...(task_id && { task_id }) });

describe('what events are about', () => {
  it('is their task, its spec and the repository', () => {
    const told = story([node('1'), node('2')]).ready('1');
    const subjects = subjectsOf(liveRepository(told.state), told.events.slice(-1));
    assert.deepEqual([...subjects], [subjectOf(at), subject(), subject('1')]);
  });

  it('is also who waits for a task that has ended', () => {
    const told = story([node('1'), node('2', { dependencies: ['1'] }), node('3', { dependencies: ['2'] })]);
    told.ready('1').done('1', 1);
    const subjects = subjectsOf(liveRepository(told.state), told.events.slice(-1));
    assert.deepEqual([...subjects], [subjectOf(at), subject(), subject('1'), subject('2')]);
  });

  it('has another name for each, whatever stands in the path', () => {
    const ids = [
      idOf('a', { repository: 'x|y', spec_id: 'z' }),
      idOf('a', { repository: 'y', spec_id: 'z|x' }),
      idOf('a', { repository: '/r', spec_id: 's', task_id: '1', attempt: 1 }),
      idOf('a', { repository: '/r', spec_id: 's', task_id: '1' }, '1'),
    ];
    assert.equal(new Set(ids).size, ids.length);
  });
});
