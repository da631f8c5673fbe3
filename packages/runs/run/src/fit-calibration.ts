import { fitTemperature } from '@attune/insight';
import type { JudgedImages } from '@attune/staged-finetune';

import type { Calibration } from './model-card.ts';

/** The share of validation images that may be taken for images of no class. */
const mistaken = 0.05;

/** What validation images say of a network's certainty. Where all of them are classified right the
 * temperature stays 1, since the colder the better would fit; so it does of a single image. */
export function fitCalibration({ labels, probabilities, energies }: JudgedImages): Calibration {
  const classes = probabilities.length / labels.length;
  const row = (image: number) => probabilities.subarray(image * classes, (image + 1) * classes);
  const isRight = (label: number, image: number) => row(image).every((probability) => probability <= row(image)[label]!);
  const temperature = labels.every(isRight) ? 1 : fitTemperature({ classes, labels, probabilities });
  return { temperature, leastEnergy: Float64Array.from(energies).sort()[Math.floor(mistaken * energies.length)]! };
}
