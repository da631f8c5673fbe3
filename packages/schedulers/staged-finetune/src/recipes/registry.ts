import type { Network } from '@attune/nn';

import type { Recipe } from '../recipe/schema.ts';
import { fastai } from './fastai.ts';
import { gradual } from './gradual.ts';
import { layerDecay } from './layer-decay.ts';
import { lecture, lectureProse, lectureReference } from './lecture.ts';
import { linearProbeFineTune } from './linear-probe.ts';
import { full, headOnly } from './one-stage.ts';
import { threeStage, threeStageSmall } from './three-stage.ts';

/** Recipes that are the same for every network, by the name they have on the command line. */
export const recipes: Readonly<Record<string, () => Recipe>> = {
  'three-stage': threeStage,
  'three-stage-small': threeStageSmall,
  'head-only': headOnly,
  full,
  'lp-ft': linearProbeFineTune,
  lecture,
  'lecture-prose': lectureProse,
  'lecture-reference': lectureReference,
};

/** Recipes that are made for a network, layer by layer. */
export const networkRecipes: Readonly<Record<string, (network: Network) => Recipe>> = { gradual, fastai, 'layer-decay': (network) => layerDecay(network) };
