import { Classifier } from '@attune/classifier';
import { auroc, calibration, meanLoss, withTemperature } from '@attune/insight';
import { similarityToNearest } from '@attune/nn';
import type { EmbeddingObserver, Evaluation } from '@attune/staged-finetune';

import type { CommandContext } from '../../command.ts';
import { imagesAt } from '../../images-at.ts';
import { userPath } from '../../paths.ts';
import type { SavedModel } from '../../run/saved-model.ts';
import { percent, plural } from '../../terminal/format.ts';
import { ProgressView } from '../../terminal/progress.ts';

/** How far a network's probabilities can be taken at their word, at the temperature that its
 * weights carry and without it. Expected calibration errors are fractions. */
export interface Certainty {
  readonly temperature: number;
  /** Mean cross-entropy in nats at that temperature; `loss` of the evaluation is without it. */
  readonly loss: number;
  readonly calibrationError: number;
  readonly calibrationErrorWithoutTemperature: number;
}

/** Null where the weights carry no temperature. */
export function certaintyOf(
  { calibration: fitted }: Pick<SavedModel, 'calibration'>,
  { probabilities }: Pick<Evaluation, 'probabilities'>,
  labels: Int32Array,
): Certainty | null {
  if (fitted === null) return null;
  const { temperature } = fitted;
  const predictions = { classes: probabilities.length / labels.length, labels, probabilities };
  const tempered = withTemperature(predictions, temperature);
  return {
    temperature,
    loss: meanLoss(tempered),
    calibrationError: calibration(tempered).error,
    calibrationErrorWithoutTemperature: calibration(predictions).error,
  };
}

/** How well images of no class are told from those of the data. */
export interface UnknownImages {
  readonly images: number;
  /** What they are told by: the similarity to the nearest class centre where the weights have them,
   * else the energy. */
  readonly score: 'similarity' | 'energy';
  /** Area under the ROC curve of the score: 1 where every image of the data has more. */
  readonly auroc: number;
  /** The same of the energy. */
  readonly energyAuroc: number;
  /** Shares that are pointed out as of no class, of those images and of the data's; there where the
   * weights carry a threshold. */
  readonly pointedOut?: number;
  readonly pointedOutOfData?: number;
}

/** Scores of images, by which those of no class are told. */
interface Scores {
  readonly energies: ArrayLike<number> & Iterable<number>;
  /** None where the weights have no centres. */
  readonly similarities: readonly number[];
}

/** Takes the embeddings of the data's images, and keeps how similar each is to its nearest class;
 * null where the weights have no centres. */
export function similarityWatch({ calibration: fitted }: Pick<SavedModel, 'calibration'>): { readonly similarities: number[]; see: EmbeddingObserver } | null {
  const centres = fitted?.likeness?.centres;
  if (centres === undefined) return null;
  const similarities: number[] = [];
  return { similarities, see: (_, embedding) => void similarities.push(similarityToNearest(centres, embedding)) };
}

/** Images that cannot be read are told and left out. */
export async function judgeUnknown(model: SavedModel, known: Scores, folder: string, { terminal, signal }: CommandContext): Promise<UnknownImages> {
  const paths = await imagesAt(folder);
  const progress = new ProgressView(terminal);
  const energies: number[] = [];
  const similarities: number[] = [];
  for await (const { classification, error } of new Classifier(model).classifyEach(paths.map(userPath), { signal })) {
    if (error === undefined) {
      energies.push(classification.energy);
      if (classification.similarity !== null) similarities.push(classification.similarity);
    } else terminal.warn(error.message);
    progress.update('images of no class', { done: energies.length, latest: 1, total: paths.length });
  }
  progress.stop();
  return { images: energies.length, ...compared(known, { energies, similarities }, model.calibration) };
}

function compared(known: Scores, others: Scores, fitted: SavedModel['calibration']): Omit<UnknownImages, 'images'> {
  const score = fitted?.likeness === undefined ? 'energy' : 'similarity';
  const scores = ({ energies, similarities }: Scores) => (score === 'energy' ? [...energies] : similarities);
  const judged = { score, auroc: auroc(scores(known), scores(others)), energyAuroc: auroc(known.energies, others.energies) } as const;
  if (fitted === null) return judged;
  const least = fitted.likeness?.leastSimilarity ?? fitted.leastEnergy;
  const below = (all: readonly number[]) => all.filter((one) => one < least).length / all.length;
  return { ...judged, pointedOut: below(scores(others)), pointedOutOfData: below(scores(known)) };
}

export function describeCertainty(certainty: Certainty | null, unknown: UnknownImages | null): string[] {
  const lines: string[] = [];
  if (certainty !== null)
    lines.push(
      `At temperature ${certainty.temperature.toFixed(2)} the loss is ${certainty.loss.toFixed(4)}; expected calibration error ${percent(certainty.calibrationError)} with it, ${percent(certainty.calibrationErrorWithoutTemperature)} without`,
    );
  if (unknown !== null) {
    const { images, score, auroc: area, energyAuroc, pointedOut, pointedOutOfData } = unknown;
    const shares = pointedOut === undefined ? '' : `; ${percent(pointedOut)} of them and ${percent(pointedOutOfData!)} of the data are pointed out`;
    lines.push(
      `${plural(images, 'image')} of no class: AUROC ${area.toFixed(3)}${score === 'energy' ? '' : ` by similarity, ${energyAuroc.toFixed(3)} by energy`}${shares}`,
    );
  }
  return lines;
}
