// A repository as the extension follows it, for tests of what it shows: a story's state, and nothing behind it.
import type { State } from '../../src/core/model/state.ts';
import type { LiveRepository } from '../../src/extension/app.ts';

export function liveRepository(
  state: State,
  { path = '/work/shop', damage }: { path?: string; damage?: string } = {},
): LiveRepository {
  return {
    place: {
      mainWorktree: path,
      commonDir: `${path}/.git`,
      registryDir: `${path}/.kiro/registry`,
      artifactsDir: `${path}/.kiro/artifacts`,
    },
    name: path.split('/').at(-1) ?? '',
    state: () => state,
    isLoaded: () => true,
    damage: () => damage,
  };
}
