// The catalogue of features as a whole. Order matters twice: what carries other features comes first in every plan, and of two
// features of the same name the earlier would win (there are none).
import type { Feature, FeatureTask } from './feature.ts';
import { contentFeatures } from './features-content.ts';
import { controlFeatures } from './features-control.ts';
import { insightFeatures } from './features-insight.ts';
import { operationsFeatures } from './features-operations.ts';
import { peopleFeatures } from './features-people.ts';
import { platformFeatures } from './features-platform.ts';
import { qualityFeatures } from './features-quality.ts';
import { reachFeatures } from './features-reach.ts';
import { talkFeatures } from './features-talk.ts';
import { tradeFeatures } from './features-trade.ts';

/** Every feature that a sentence can ask for. */
export const catalogue: readonly Feature[] = [
  ...platformFeatures,
  ...qualityFeatures,
  ...peopleFeatures,
  ...talkFeatures,
  ...contentFeatures,
  ...insightFeatures,
  ...tradeFeatures,
  ...reachFeatures,
  ...controlFeatures,
  ...operationsFeatures,
];

/** Features that others stand on: they open a plan, in this order. */
export const carriers: readonly string[] = ['database', 'api', 'ui', 'tests'];

const byId = new Map(catalogue.map((feature) => [feature.id, feature]));

export function findFeature(id: string): Feature | undefined {
  return byId.get(id);
}

/** `auth.api`: the name of a task across features. */
export function nameOfTask(feature: Feature, task: FeatureTask): string {
  return `${feature.id}.${task.key}`;
}
