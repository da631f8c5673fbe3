import { fitTemperature } from '@attune/insight';
import { type JudgedImages, type JudgedLabels, type Task, fitThresholds } from '@attune/staged-finetune';

import type { Calibration, ModelCard } from './model-card.ts';

/** The share of validation images that may be taken for images of no class. */
const mistaken = 0.05;

/** What weights keep of the validation images: how sure they may be of one class, from which
 * probability on an image has each of several. */
export function fittedOn(judged: JudgedImages, { kind }: Task): Pick<ModelCard, 'calibration' | 'thresholds'> {
  if ('probabilities' in judged) return { calibration: fitCalibration(judged) };
  return kind === 'multi-label' ? { thresholds: fitThresholds(judged) } : {};
}

/** What validation images say of a network's certainty. Where all of them are classified right the
 * temperature stays 1, since the colder the better would fit; so it does of a single image. */
export function fitCalibration({ labels, probabilities, energies }: JudgedLabels): Calibration {
  const classes = probabilities.length / labels.length;
  const row = (image: number) => probabilities.subarray(image * classes, (image + 1) * classes);
  const isRight = (label: number, image: number) => row(image).every((probability) => probability <= row(image)[label]!);
  const temperature = labels.every(isRight) ? 1 : fitTemperature({ classes, labels, probabilities });
  return { temperature, leastEnergy: Float64Array.from(energies).sort()[Math.floor(mistaken * energies.length)]! };
}
