import assert from 'node:assert/strict';
import { firstViewState, viewStateSchema } from '../../../../src/webview/dashboard/view-state.ts';

describe('what a dashboard has kept', () => {
  it('is taken field by field, and what does not fit is as at the beginning', () => {
    assert.deepEqual({ ...firstViewState, ...viewStateSchema.parse({}) }, firstViewState);
    const kept = {
      repository: '/r',
      spec_id: 'chat',
      shows: 'cube',
      states: ['done', 'asleep'],
      text: 5,
      folded: ['used'],
    };
    assert.deepEqual(
      { ...firstViewState, ...viewStateSchema.parse(kept) },
      {
        ...firstViewState,
        ...{ repository: '/r', spec_id: 'chat', folded: ['used'] },
      },
    );
  });
});
