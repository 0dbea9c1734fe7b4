// What to say about a known agent that is missing, or that nobody is signed in to, and how it is found out whether somebody is.
import type { Language } from '../base/text.ts';

type Sentence = Readonly<Record<Language, string>>;

/** Arguments that succeed only when somebody is signed in; `unknown` where the agent documents nothing that tells for certain. */
export type SignInProbe = { args: readonly string[]; program?: string } | 'unknown';

export interface SignIn {
  /** How to sign in. */
  signIn: Sentence;
  signInProbe: SignInProbe;
  /** Variables each of which does instead, for certain. */
  keys?: readonly string[];
}

export interface AgentHint extends SignIn {
  /** How to get it. */
  install: Sentence;
}

/** @param command signs in when it is run once; @param key names a variable that does instead */
export function signsIn(command: string, key?: string): Sentence {
  const [orKey, keyOr] = key === undefined ? ['', ''] : [`, or set ${key}`, `するか、${key} を設定`];
  return { en: `Sign in with \`${command}\`${orKey}.`, ja: `\`${command}\` でサインイン${keyOr}してください。` };
}

export function installedWithNpm(name: string, signIn: SignIn): AgentHint {
  const command = `npm install -g ${name}`;
  const install = { en: `Install it with \`${command}\`.`, ja: `\`${command}\` でインストールできます。` };
  return { install, ...signIn };
}

export function installedFrom(url: string, signIn: SignIn): AgentHint {
  return { install: { en: `Install it from ${url}.`, ja: `${url} からインストールできます。` }, ...signIn };
}

/** A program that speaks the protocol for an agent which does not: that agent's own program knows who is signed in. */
export function adapter(name: string, { program, ...hint }: AgentHint & { program: string }): AgentHint {
  const install = {
    en: `Put the adapter \`${name}\` on the PATH.`,
    ja: `アダプター \`${name}\` を PATH に置いてください。`,
  };
  const { signInProbe } = hint;
  return { ...hint, install, signInProbe: signInProbe === 'unknown' ? signInProbe : { ...signInProbe, program } };
}
