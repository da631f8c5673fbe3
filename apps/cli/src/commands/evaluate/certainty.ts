import { Classifier } from '@attune/classifier';
import { auroc, calibration, meanLoss, withTemperature } from '@attune/insight';
import type { Evaluation } from '@attune/staged-finetune';

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
  /** Area under the ROC curve of the energy: 1 where every image of the data has more. */
  readonly auroc: number;
  /** Shares that are pointed out as of no class, of those images and of the data's; there where the
   * weights carry an energy to tell by. */
  readonly pointedOut?: number;
  readonly pointedOutOfData?: number;
}

/** Images that cannot be read are told and left out. */
export async function judgeUnknown(model: SavedModel, known: Evaluation, folder: string, { terminal, signal }: CommandContext): Promise<UnknownImages> {
  const paths = await imagesAt(folder);
  const progress = new ProgressView(terminal);
  const energies: number[] = [];
  for await (const { classification, error } of new Classifier(model).classifyEach(paths.map(userPath), { signal })) {
    if (error === undefined) energies.push(classification.energy);
    else terminal.warn(error.message);
    progress.update('images of no class', { done: energies.length, latest: 1, total: paths.length });
  }
  progress.stop();
  const judged = { images: energies.length, auroc: auroc(known.energies, energies) };
  if (model.calibration === null) return judged;
  const { leastEnergy } = model.calibration;
  const below = (all: readonly number[]) => all.filter((energy) => energy < leastEnergy).length / all.length;
  return { ...judged, pointedOut: below(energies), pointedOutOfData: below([...known.energies]) };
}

export function describeCertainty(certainty: Certainty | null, unknown: UnknownImages | null): string[] {
  const lines: string[] = [];
  if (certainty !== null)
    lines.push(
      `At temperature ${certainty.temperature.toFixed(2)} the loss is ${certainty.loss.toFixed(4)}; expected calibration error ${percent(certainty.calibrationError)} with it, ${percent(certainty.calibrationErrorWithoutTemperature)} without`,
    );
  if (unknown !== null) {
    const { images, auroc: area, pointedOut, pointedOutOfData } = unknown;
    const shares = pointedOut === undefined ? '' : `; ${percent(pointedOut)} of them and ${percent(pointedOutOfData!)} of the data are pointed out`;
    lines.push(`${plural(images, 'image')} of no class: AUROC ${area.toFixed(3)}${shares}`);
  }
  return lines;
}
