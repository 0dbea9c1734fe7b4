// What the page knows, and how a message changes it. The page of a pull request comes whole every time; the texts of its diff are
// kept as long as they belong to the diff that is shown.
import type { ToPull } from '../../core/model/panel-messages.ts';
import type { Patch, PullPage } from '../../core/model/panel-pull.ts';
import type { PullWordKey } from '../../core/model/panel-words.ts';
import type { Language } from '../format.ts';
import type { Words } from '../translate.ts';

export interface PullModel {
  language: Language;
  words: Words<PullWordKey>;
  page: PullPage;
  /** By path. */
  patches: ReadonlyMap<string, Patch>;
  /** Counts the answers to what was said, and keeps the last. */
  said: { count: number; isAccepted: boolean };
}

export function takeMessage(model: PullModel | undefined, message: ToPull): PullModel | undefined {
  switch (message.kind) {
    case 'page': {
      const { kind: _kind, ...known } = message;
      const isSame = model?.page.diff_version === known.page.diff_version && model.page.number === known.page.number;
      return {
        ...known,
        patches: isSame ? model.patches : new Map<string, Patch>(),
        said: model?.said ?? { count: 0, isAccepted: true },
      };
    }
    case 'patch':
      if (model === undefined || model.page.diff_version !== message.patch.diff_version) return model;
      return { ...model, patches: new Map(model.patches).set(message.patch.path, message.patch) };
    case 'said':
      if (model === undefined) return model;
      return { ...model, said: { count: model.said.count + 1, isAccepted: message.is_accepted } };
  }
}
