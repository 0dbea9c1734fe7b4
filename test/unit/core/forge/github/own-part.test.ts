import assert from 'node:assert/strict';
import {
  firstBody,
  joinedWriting,
  nextWriting,
  type PullWriting,
} from '../../../../../src/core/forge/github/own-part.ts';

const own = (body: string, title = 'Task 1'): PullWriting => ({ title, body });
const criteria = '- [ ] It logs in.\n- [ ] It logs out.';

/** A pull request as we have opened it. */
function opened(writing: PullWriting, template?: string): PullWriting {
  return { title: writing.title, body: firstBody(writing, template) };
}

describe('our part of a body', () => {
  it('stands below the template of the repository, or where the template wants it', () => {
    const below = firstBody(own('Ours.'), 'Thank you.\n');
    assert.match(below, /^Thank you\.\n\n<!-- necrocode:begin -->[^]*Ours\.\n<!-- necrocode:end -->\n$/);
    const within = firstBody(own('Costs $& and $1.'), 'Above.\n<!-- necrocode -->\nBelow.\n');
    assert.match(
      within,
      /^Above\.\n<!-- necrocode:begin -->[^]*Costs \$& and \$1\.\n<!-- necrocode:end -->\nBelow\.\n$/,
    );
  });

  it('is replaced, and what people write before and after it stays', () => {
    const { title, body } = opened(own('First.'));
    const current = { title, body: `Before.\r\n\r\n${body}\r\nAfter.` };
    const next = nextWriting(current, own('Second.'));
    assert.deepEqual(next, { body: current.body.replace('First.', 'Second.') });
  });

  it('is not written where it reads the same, whatever ends its lines', () => {
    const { title, body } = opened(own('One.\nTwo.'));
    assert.deepEqual(nextWriting({ title, body: body.replaceAll('\n', '\r\n') }, own('One.\nTwo.')), {});
  });

  it('is not written again where people have taken it away', () => {
    assert.deepEqual(nextWriting({ title: 'Task 1', body: 'Mine now.' }, own('Ours.', 'Task 1, mended')), {});
  });

  it('keeps what was ticked, by what it says', () => {
    const { title, body } = opened(own(criteria));
    const ticked = { title, body: body.replace('[ ] It logs out.', '[X] It logs out.').replaceAll('\n', '\r\n') };
    const next = nextWriting(ticked, own('- [ ] It logs out.\n- [ ] It logs in.\n- [ ] It logs out at once.'));
    assert.match(next.body ?? '', /- \[x\] It logs out\.\n- \[ \] It logs in\.\n- \[ \] It logs out at once\./);
  });

  it('takes no tick from what people write beside it', () => {
    const { title, body } = opened(own(criteria));
    assert.deepEqual(nextWriting({ title, body: `- [x] It logs in.\n${body}` }, own(criteria)), {});
  });
});

describe('the title of a pull request', () => {
  const mended = own('Ours.', 'Task 1, mended');

  it('follows the task while it is ours, however often', () => {
    let current = opened(own('Ours.'));
    for (const title of ['Task 1, mended', 'Task 1, mended again']) {
      const next = nextWriting(current, own('Ours.', title));
      assert.equal(next.title, title);
      current = { ...current, ...next };
    }
    assert.equal(nextWriting(current, { title: 'Without a body' }).title, 'Without a body');
  });

  it('stays as a person has made it, however often ours changes', () => {
    let current = { ...opened(own('First.')), title: 'What it really does' };
    for (const wanted of [own('Second.', 'Task 1, mended'), own('Third.', 'Task 1, mended again')]) {
      const next = nextWriting(current, wanted);
      assert.deepEqual(Object.keys(next), ['body']);
      current = { ...current, ...next };
    }
  });

  it('is a person’s where they have opened the pull request, and so is what they wrote there', () => {
    const theirs = { title: 'Mine', body: 'My words.' };
    const joined = joinedWriting(theirs, own('Ours.'));
    assert.equal(joined.title, undefined);
    assert.match(joined.body ?? '', /^My words\.\n\n<!-- necrocode:begin -->\nOurs\.\n<!-- necrocode:end -->\n$/);
    const later = nextWriting({ ...theirs, ...joined }, mended);
    assert.deepEqual(later, {}, 'Neither later, even where the title happens to change to ours.');
  });

  it('of one that we have opened is brought up to date when it is found again', () => {
    assert.equal(joinedWriting(opened(own('Ours.')), mended).title, mended.title);
  });
});
