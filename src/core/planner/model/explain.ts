// What went wrong with a model endpoint, as one sentence and the way out. Decided by class and status, never by words. The
// library's error is not kept as the cause, because it may quote what was sent; only its redacted message is.
import type { OpenAI } from 'openai';
import { cancelledBy } from '../../base/abort.ts';
import { Cancelled, UserError, codeOf, messageOf, type Words } from '../../base/errors.ts';
import type { Redactor } from '../../base/redact.ts';
import { plainText, type Language } from '../../base/text.ts';
import type { ModelEndpoint } from './connect.ts';
import { keyPlace } from './key.ts';

export interface Circumstances {
  sdk: typeof OpenAI;
  endpoint: ModelEndpoint;
  host: string;
  redactor: Redactor;
  signal: AbortSignal;
}

type Told = Record<Language, Words>;

const offline = 'plan without a model: --planner offline';
const offlineJa = '--planner offline でモデルなしで計画してください';
const goOn = 'Run the command again: finished stages are taken up.';
const goOnJa = 'もう一度実行してください。終わった段階は引き継ぎます。';
const saidCharactersMax = 300;

export function explainFailure(error: unknown, circumstances: Circumstances): Error {
  const { redactor, signal } = circumstances;
  if (signal.aborted) return cancelledBy(signal);
  if (error instanceof UserError) {
    const { message, hint, ja } = error;
    const inJapanese = ja === undefined ? undefined : { ...ja, message: redactor.redact(ja.message) };
    return new UserError(redactor.redact(message), { hint, ja: inJapanese });
  }
  const { en, ja } = explain(error, circumstances);
  return new UserError(en.message, { hint: en.hint, ja, cause: new Error(redactor.redact(messageOf(error))) });
}

function explain(error: unknown, circumstances: Circumstances): Told {
  const { sdk, host } = circumstances;
  // Our own deadline, not somebody's wish.
  if (error instanceof Cancelled || error instanceof sdk.APIConnectionTimeoutError) {
    return {
      en: {
        message: `The model endpoint ${host} did not answer in time.`,
        hint: `Run the command again, or ${offline}.`,
      },
      ja: {
        message: `モデルのエンドポイント ${host} が時間内に応答しませんでした。`,
        hint: `もう一度実行するか、${offlineJa}。`,
      },
    };
  }
  if (error instanceof sdk.APIConnectionError) {
    const cause = causeOf(error);
    return {
      en: {
        message: `The model endpoint ${host} cannot be reached${cause}.`,
        hint: `Check the network and \`planner.base_url\` in ~/.kiro/necrocode.yaml, or ${offline}.`,
      },
      ja: {
        message: `モデルのエンドポイント ${host} に接続できません${cause}。`,
        hint: `ネットワークと ~/.kiro/necrocode.yaml の \`planner.base_url\` を確認するか、${offlineJa}。`,
      },
    };
  }
  if (error instanceof sdk.APIError && typeof error.status === 'number') return explainStatus(error, circumstances);
  return {
    en: {
      message: `The connection to the model endpoint ${host} broke off in the middle of its answer.`,
      hint: goOn,
    },
    ja: { message: `モデルのエンドポイント ${host} との接続が応答の途中で切れました。`, hint: goOnJa },
  };
}

type Answered = Pick<InstanceType<typeof OpenAI.APIError>, 'status' | 'message' | 'headers'>;

function explainStatus(error: Answered, { endpoint, host, redactor }: Circumstances): Told {
  const { status = 0 } = error;
  const { model, wire } = endpoint;
  const said = quote(redactor.redact(error.message.replace(/^\d{3} /, '')));
  const [hint, hintJa] = [
    'Set `planner.model` in ~/.kiro/necrocode.yaml',
    '~/.kiro/necrocode.yaml の `planner.model` を',
  ];
  switch (status) {
    case 401:
      return {
        en: {
          message: `The model endpoint ${host} does not accept the key.`,
          hint: `Set OPENAI_API_KEY, or put a valid key into ${keyPlace}.`,
        },
        ja: {
          message: `モデルのエンドポイント ${host} がキーを受け付けません。`,
          hint: `OPENAI_API_KEY を設定するか、有効なキーを ${keyPlace} に置いてください。`,
        },
      };
    case 403:
      return {
        en: {
          message: `The key may not use ${model} at ${host}${said}.`,
          hint: `${hint} to one that the key may use.`,
        },
        ja: {
          message: `このキーでは ${host} の ${model} を使えません${said}。`,
          hint: `${hintJa}使えるモデルに変えてください。`,
        },
      };
    case 404: {
      const other = wire === 'chat' ? 'responses' : 'chat';
      return {
        en: {
          message: `The model endpoint ${host} does not know ${model}, or not the API "${wire}"${said}.`,
          hint: `${hint}, or \`planner.wire\` to ${other}.`,
        },
        ja: {
          message: `モデルのエンドポイント ${host} に ${model} または API「${wire}」がありません${said}。`,
          hint: `${hintJa}変えるか、\`planner.wire\` を ${other} にしてください。`,
        },
      };
    }
    case 429: {
      const wait = waitOf(error.headers);
      return {
        en: {
          message: `The model endpoint ${host} asks to wait${wait} (status 429)${said}.`,
          hint: `Run the command again then: finished stages are taken up. Or ${offline}.`,
        },
        ja: {
          message: `モデルのエンドポイント ${host} が${wait}待つよう求めています(ステータス 429)${said}。`,
          hint: `待ってからもう一度実行するか、${offlineJa}。終わった段階は引き継ぎます。`,
        },
      };
    }
    default:
      return status >= 500 ? failedOf(host, { status, said }) : notAccepted(host, { status, said });
  }
}

interface Refused {
  status: number;
  said: string;
}

function failedOf(host: string, { status, said }: Refused): Told {
  return {
    en: {
      message: `The model endpoint ${host} failed (status ${String(status)})${said}.`,
      hint: `Try again later, or ${offline}.`,
    },
    ja: {
      message: `モデルのエンドポイント ${host} が失敗しました(ステータス ${String(status)})${said}。`,
      hint: `後でもう一度試すか、${offlineJa}。`,
    },
  };
}

function notAccepted(host: string, { status, said }: Refused): Told {
  return {
    en: {
      message: `The model endpoint ${host} did not accept the request (status ${String(status)})${said}.`,
      hint: 'Set `planner.model` in ~/.kiro/necrocode.yaml to a model with structured output, or `planner.wire` to the other API.',
    },
    ja: {
      message: `モデルのエンドポイント ${host} が要求を受け付けません(ステータス ${String(status)})${said}。`,
      hint: '~/.kiro/necrocode.yaml の `planner.model` を構造化出力に対応したモデルにするか、`planner.wire` をもう一方の API にしてください。',
    },
  };
}

function quote(words: string): string {
  const said = plainText(words, { charsMax: saidCharactersMax }).replace(/\.$/, '');
  return said === '' ? '' : `: ${said}`;
}

/** ` 30 s`, from a Retry-After in seconds or as a date. */
function waitOf(headers: Headers | undefined): string {
  const asked = headers?.get('retry-after') ?? '';
  const seconds = /^\d+(?:\.\d+)?$/.test(asked) ? Number(asked) : (Date.parse(asked) - Date.now()) / 1000;
  return Number.isFinite(seconds) && seconds > 0 ? ` ${String(Math.ceil(seconds))} s` : '';
}

/** ` (ECONNREFUSED)`: fetch hides the system's word one or two causes down. */
function causeOf(error: Error): string {
  const depthMax = 4;
  let at: unknown = error;
  for (let depth = 0; depth < depthMax && at instanceof Error; depth += 1) {
    const code = codeOf(at);
    if (code !== undefined) return ` (${code})`;
    at = at.cause;
  }
  return '';
}
