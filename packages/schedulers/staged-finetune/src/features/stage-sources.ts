import type { Network } from '@attune/nn';

import { type StagePlan, viewsWorthKeeping } from '../stage/plan-stage.ts';
import type { TrainingData } from '../training-data.ts';
import { type CacheProgress, cacheFeatures } from './feature-cache.ts';
import type { FeatureSpill } from './feature-rows.ts';
import { type FeatureSource, imageSource } from './feature-source.ts';
import type { KnownFeatures } from './known-features.ts';
import type { Waited } from './waiting.ts';

export type Sources = Readonly<Record<SplitName, FeatureSource>>;
export type SplitName = 'train' | 'validation';

export interface StageSourcesConfig {
  readonly network: Network;
  readonly data: TrainingData;
  readonly plan: StagePlan;
  readonly batchSize: number;
  /** Images of a batch that is evaluated, which decides no bit of the result. */
  readonly evaluationSize: number;
  readonly seed: number;
  /** What is known of the training images already. */
  readonly known: KnownFeatures | null;
  readonly cacheBytes: number;
  readonly spill: FeatureSpill | null;
  readonly waited: Waited;
}

/** How the features of a split come along. */
export type SourceProgress = { readonly split: SplitName } & (({ readonly kind: 'features' } & CacheProgress) | { readonly kind: 'features-too-large' });

/** Where a stage reads from: what was kept behind the segments that cannot change, when it is used
 * more than once; else the images. */
export async function* openSources(config: StageSourcesConfig): AsyncGenerator<SourceProgress, Sources> {
  const { data, batchSize, evaluationSize, waited } = config;
  const [train, validation] = [imageSource(data.train, batchSize, waited), imageSource(data.validation, evaluationSize, waited)];
  const keptValidation = repeats(config.plan) ? yield* kept(config, 'validation', null) : null;
  let open = false;
  try {
    const views = viewsToKeep(config);
    const keptTrain = views === undefined ? null : yield* kept(config, 'train', views);
    open = true;
    return { train: keptTrain ?? train, validation: keptValidation ?? validation };
  } finally {
    if (!open) await keptValidation?.close();
  }
}

export async function closeSources({ train, validation }: Sources): Promise<void> {
  await train.close();
  await validation.close();
}

function repeats({ still, stage }: StagePlan): boolean {
  return still > 0 && stage.epochs > 1;
}

/** Null for plain images, undefined for nothing: what is mixed with others is not one image's. What
 * is known of all plain images is kept for a single epoch too, as it costs nothing more. */
function viewsToKeep(config: StageSourcesConfig): number | null | undefined {
  const { plan, data } = config;
  const views = viewsWorthKeeping(plan);
  if (views === 0) return !plan.stage.augment && knownAt(config)?.rows.size === data.train.size ? null : undefined;
  if (!plan.stage.augment) return null;
  return data.train.mixes === true ? undefined : views;
}

/** Null where nothing is known, or at another depth. */
function knownAt({ known, plan }: StageSourcesConfig): KnownFeatures | null {
  return known !== null && known.depth === plan.still && known.rows.size > 0 ? known : null;
}

async function* kept(config: StageSourcesConfig, split: SplitName, views: number | null): AsyncGenerator<SourceProgress, FeatureSource | null> {
  const { network, data, plan, batchSize, evaluationSize, seed, cacheBytes, spill, waited } = config;
  const filling = cacheFeatures({
    network,
    split: data[split],
    batchSize,
    evaluationSize,
    depth: plan.still,
    views,
    known: split === 'train' && views === null ? knownAt(config) : null,
    seed,
    budgetBytes: cacheBytes,
    spill,
    waited,
  });
  try {
    for (;;) {
      const { done, value } = await filling.next();
      if (done === true) {
        if (value === null) yield { kind: 'features-too-large', split };
        return value;
      }
      yield { kind: 'features', split, ...value };
    }
  } finally {
    await filling.return(null);
  }
}
