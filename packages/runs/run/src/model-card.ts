import type { ClassCentres } from '@attune/nn';
import * as z from 'zod';

import { packCentres, unpackCentres } from './packed-centres.ts';
import { parseJson, runConfig } from './run-config.ts';

/** `format`, `width` and `values` are those of `PackedCentres`. */
const likeness = z.object({ format: z.literal(1), width: z.int().positive(), values: z.base64(), leastSimilarity: z.number() });

const calibration = z.object({
  temperature: z.number().positive(),
  leastEnergy: z.number(),
  // In a format that this version does not know, it is as if there were none.
  likeness: likeness.optional().catch(undefined),
});

/** What validation images say of a network's certainty.
 *
 * - `temperature`: logits are divided by it before softmax; above 1 where the network is too sure
 *   of itself.
 * - `leastEnergy`: 95 of 100 validation images have this energy (the logarithm of the sum of the
 *   exponentials of their logits) or more. Where there is no `likeness`, an image with less is
 *   probably of no class.
 * - `likeness`: where the classes lie among the embeddings of training images, and how near to one
 *   of them 95 of 100 validation images lie at least: an image that lies farther from all of them
 *   is probably of no class. Files of before have none.
 *
 * Source: Guo et al. 2017, arXiv:1706.04599, §4.2; Liu et al. 2020, arXiv:2010.03759, with the
 * energy's sign turned; for likeness, that of `ClassCentres`. */
export interface Calibration extends Omit<z.infer<typeof calibration>, 'likeness'> {
  readonly likeness?: LikenessRule | undefined;
}

export interface LikenessRule {
  readonly centres: ClassCentres;
  /** Cosine of the angle to the nearest centre. */
  readonly leastSimilarity: number;
}

const modelCard = runConfig
  .pick({ model: true, classes: true, task: true, preprocessing: true })
  .extend({ calibration: calibration.optional(), thresholds: z.array(z.number()).readonly().optional() });

/** What rebuilds a network and reads images for it; the weights of a run carry it, so that a file
 * says by itself what it is. `thresholds`: from which probability on an image has each
 * class, where it may have several; those with the highest F1 on the validation images. */
export interface ModelCard extends Omit<z.infer<typeof modelCard>, 'calibration'> {
  readonly calibration?: Calibration | undefined;
}

/** The entry of a file's metadata that holds the card. */
const modelCardKey = 'attune.model';

/** A card as an entry of a file's metadata, for every format that can carry one. */
export function cardEntries({ model, classes, task, preprocessing, calibration: fitted, thresholds }: ModelCard): Record<string, string> {
  const packed = fitted === undefined ? undefined : packCalibration(fitted);
  // What is undefined is left out of the text.
  return { [modelCardKey]: JSON.stringify({ model, classes, task, preprocessing, calibration: packed, thresholds } satisfies z.input<typeof modelCard>) };
}

/** Null when there is none, or it is not one that this version knows: the weights'
 * names still tell much. */
export function readModelCard(metadata: ReadonlyMap<string, string>): ModelCard | null {
  const { success, data } = modelCard.safeParse(parseJson(metadata.get(modelCardKey) ?? 'null'));
  if (!success) return null;
  return data.calibration === undefined ? (data as ModelCard) : { ...data, calibration: unpackCalibration(data.calibration, data.classes.length) };
}

function packCalibration({ temperature, leastEnergy, likeness: rule }: Calibration): z.infer<typeof calibration> {
  return { temperature, leastEnergy, ...(rule !== undefined && { likeness: { ...packCentres(rule.centres), leastSimilarity: rule.leastSimilarity } }) };
}

/** Centres of another number of classes are those of no use. */
function unpackCalibration({ likeness: packed, ...rest }: z.infer<typeof calibration>, classes: number): Calibration {
  if (packed === undefined) return rest;
  const centres = unpackCentres(packed);
  if (centres.values.length !== classes * centres.width) return rest;
  return { ...rest, likeness: { centres, leastSimilarity: packed.leastSimilarity } };
}
