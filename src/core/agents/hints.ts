// What to say about a known agent that is missing, or that nobody is signed in to.
import type { Language } from '../base/text.ts';

type Sentence = Readonly<Record<Language, string>>;

export interface AgentHint {
  /** How to get it. */
  install: Sentence;
  /** How to sign in. */
  signIn: Sentence;
  /** Arguments of the same program that succeed only when somebody is signed in; absent where it has no such command. */
  signInProbe?: readonly string[];
}

/** @param command signs in when it is run once; @param key names a variable that does instead */
export function signsIn(command: string, key?: string): Sentence {
  const [orKey, keyOr] = key === undefined ? ['', ''] : [`, or set ${key}`, `するか、${key} を設定`];
  return { en: `Sign in with \`${command}\`${orKey}.`, ja: `\`${command}\` でサインイン${keyOr}してください。` };
}

export function installedWithNpm(name: string, signIn: Sentence): AgentHint {
  const command = `npm install -g ${name}`;
  return { install: { en: `Install it with \`${command}\`.`, ja: `\`${command}\` でインストールできます。` }, signIn };
}

export function installedFrom(url: string, signIn: Sentence): AgentHint {
  return { install: { en: `Install it from ${url}.`, ja: `${url} からインストールできます。` }, signIn };
}

/** A program that speaks the protocol for an agent which does not. */
export function adapter(name: string, { signIn }: AgentHint): AgentHint {
  const install = {
    en: `Put the adapter \`${name}\` on the PATH.`,
    ja: `アダプター \`${name}\` を PATH に置いてください。`,
  };
  return { install, signIn };
}
