// The sentences that a planning by a model adds to those of the offline planner. One entry per phrase and language: a phrase that
// is missing in one language does not compile.
import type { Language } from '../feature.ts';

export interface Took {
  model: string;
  host: string;
  calls: number;
  tokensIn: string;
  tokensOut: string;
  cost: string;
}

interface ModelWords {
  writtenByModel: (model: string) => string;
  took: (took: Took) => string;
  told: (host: string) => string;
  repaired: (times: number) => string;
  takenUp: (files: string) => string;
}

export const modelWords: Record<Language, ModelWords> = {
  en: {
    writtenByModel: (model) => `This plan was written by a language model (${model}): read it before it is executed.`,
    took: ({ model, host, calls, tokensIn, tokensOut, cost }) =>
      `Planned by ${model} at ${host} in ${String(calls)} calls: ${tokensIn} tokens in, ${tokensOut} tokens out, cost ${cost}.`,
    told: (host) =>
      `${host} was told the sentence, names of files, README, manifests, steering files and subjects of recent commits; ignored files and secrets were left out.`,
    repaired: (times) => `The model mended its answer ${String(times)} times after the rules were broken.`,
    takenUp: (files) => `Taken up from a planning that was cut short: ${files}.`,
  },
  ja: {
    writtenByModel: (model) => `この計画は言語モデル (${model}) が作成しました。実行前に内容を確認してください。`,
    took: ({ model, host, calls, tokensIn, tokensOut, cost }) =>
      `${host} の ${model} が ${String(calls)} 回の呼び出しで計画: 入力 ${tokensIn} トークン、出力 ${tokensOut} トークン、費用 ${cost}。`,
    told: (host) =>
      `${host} に伝えた内容: 依頼文、ファイル名、README、マニフェスト、ステアリングファイル、最近のコミットの件名。無視対象のファイルと秘密は除外しました。`,
    repaired: (times) => `規則違反の指摘を受け、モデルが回答を ${String(times)} 回修正しました。`,
    takenUp: (files) => `中断された計画から引き継いだ文書: ${files}。`,
  },
};
