// Where the pull requests of runs can live: in the registry, and where the remote is.
import { UserError } from '../base/errors.ts';
import type { Forges } from '../dispatcher/dispatcher.ts';
import { openLocalForge } from '../forge/forge.ts';
import type { Forge } from '../model/forge.ts';
import type { Settings } from '../model/settings.ts';
import type { Registry } from '../registry/registry.ts';
import { findGithub, isSignedIn, openForgeThere, outOfReach } from './github.ts';
import type { Place, ToldSignIn } from './place.ts';

export interface ForgesOptions {
  place: Place;
  registry: Registry;
  settings: Settings;
  /** The caller's sign-in to the forge, if they have one. */
  signIn?: ToldSignIn | undefined;
  /** Is told each token as it comes. */
  onSecret: (secret: string) => void;
}

/** The one that lives here is always there; the other where the remote is on GitHub and somebody is signed in. */
export async function openForges({ place, registry, settings, signIn, onSecret }: ForgesOptions): Promise<Forges> {
  const here = openForgeHere(registry);
  const isWanted = settings.forge !== 'local' || hasRunsThere(registry);
  if (!isWanted) return { preferred: onlyHere, notes: [], of: () => here };
  const found = await findGithub({ place, settings, told: signIn ?? place.signIn, onSecret });
  const there = isSignedIn(found) ? openForgeThere(found, { place, settings }) : undefined;
  return {
    preferred(asked) {
      const wished = asked ?? settings.forge;
      if (wished === 'local') return 'local';
      if (there === undefined && wished === 'github' && !isSignedIn(found)) throw found.error;
      return there === undefined ? 'local' : 'github';
    },
    notes:
      !isSignedIn(found) && found.reason === 'no_sign_in' && settings.forge === 'auto'
        ? [`${found.error.message} Pull requests stay here. ${found.error.hint ?? ''}`.trim()]
        : [],
    of(kind) {
      if (kind === 'local') return here;
      if (there === undefined && !isSignedIn(found)) throw outOfReach(found);
      return there ?? here;
    },
  };
}

function onlyHere(asked: Forge['kind'] = 'local'): 'local' {
  if (asked === 'local') return 'local';
  throw new UserError('The settings keep pull requests here (forge: local).', {
    hint: 'Set forge to auto or github in .kiro/necrocode.yaml.',
    ja: {
      message: '設定 (forge: local) により、プルリクエストは手元に置かれます。',
      hint: '.kiro/necrocode.yaml の forge を auto か github にしてください。',
    },
  });
}

function hasRunsThere({ state }: Registry): boolean {
  return [...state.specs.values()].some(({ run }) => run?.forge === 'github');
}

function openForgeHere(registry: Registry): Forge {
  return openLocalForge({
    nextNumber: () => Math.max(0, ...registry.state.pulls.keys()) + 1,
    find: (head) =>
      [...registry.state.pulls.values()].find((pull) => pull.head === head && pull.state === 'open')?.number,
  });
}
