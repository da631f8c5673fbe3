import * as z from 'zod';

import { parseJson, runConfig } from './run-config.ts';

const calibration = z
  .object({
    temperature: z.number().positive(),
    leastEnergy: z.number(),
  })
  .readonly();

/** What validation images say of a network's certainty.
 *
 * - `temperature`: logits are divided by it before softmax; above 1 where the network is too sure
 *   of itself.
 * - `leastEnergy`: 95 of 100 validation images have this energy (the logarithm of the sum of the
 *   exponentials of their logits) or more; an image with less is probably of no class.
 *
 * Source: Guo et al. 2017, arXiv:1706.04599, §4.2; Liu et al. 2020, arXiv:2010.03759, with the
 * energy's sign turned. */
export type Calibration = z.infer<typeof calibration>;

const modelCard = runConfig
  .pick({ model: true, classes: true, task: true, preprocessing: true })
  .extend({ calibration: calibration.optional(), thresholds: z.array(z.number()).readonly().optional() });

/** What rebuilds a network and reads images for it; the weights of a run carry it, so that a file
 * says by itself what it is. `thresholds`: from which probability on an image has each
 * class, where it may have several; those with the highest F1 on the validation images. */
export type ModelCard = z.infer<typeof modelCard>;

/** The entry of a file's metadata that holds the card. */
const modelCardKey = 'attune.model';

/** A card as an entry of a file's metadata, for every format that can carry one. */
export function cardEntries({ model, classes, task, preprocessing, calibration: fitted, thresholds }: ModelCard): Record<string, string> {
  // What is undefined is left out of the text.
  return { [modelCardKey]: JSON.stringify({ model, classes, task, preprocessing, calibration: fitted, thresholds } satisfies ModelCard) };
}

/** Null when there is none, or it is not one that this version knows: the weights'
 * names still tell much. */
export function readModelCard(metadata: ReadonlyMap<string, string>): ModelCard | null {
  const result = modelCard.safeParse(parseJson(metadata.get(modelCardKey) ?? 'null'));
  return result.success ? result.data : null;
}
