import { fitTemperature } from '@attune/insight';
import { type JudgedImages, type JudgedLabels, type Likeness, type Task, fitThresholds } from '@attune/staged-finetune';

import type { Calibration, LikenessRule, ModelCard } from './model-card.ts';

/** The share of validation images that may be taken for images of no class. */
const mistaken = 0.05;

/** What weights keep of the validation images: how sure they may be of one class, from which
 * probability on an image has each of several. */
export async function fittedOn(judged: JudgedImages, { kind }: Task): Promise<Pick<ModelCard, 'calibration' | 'thresholds'>> {
  if ('probabilities' in judged) {
    const likeness = await judged.likeness?.();
    return { calibration: { ...fitCalibration(judged), ...(likeness !== undefined && { likeness: fitLikeness(likeness) }) } };
  }
  return kind === 'multi-label' ? { thresholds: fitThresholds(judged) } : {};
}

/** What validation images say of a network's certainty. Where all of them are classified right the
 * temperature stays 1, since the colder the better would fit; so it does of a single image. */
export function fitCalibration({ labels, probabilities, energies }: Omit<JudgedLabels, 'likeness'>): Calibration {
  const classes = probabilities.length / labels.length;
  const row = (image: number) => probabilities.subarray(image * classes, (image + 1) * classes);
  const isRight = (label: number, image: number) => row(image).every((probability) => probability <= row(image)[label]!);
  const temperature = labels.every(isRight) ? 1 : fitTemperature({ classes, labels, probabilities });
  return { temperature, leastEnergy: leastOf(energies) };
}

/** From what similarity to a class on an image is known. */
export function fitLikeness({ centres, similarities }: Likeness): LikenessRule {
  return { centres, leastSimilarity: leastOf(similarities) };
}

/** The score that all but the mistaken share of images reach. */
function leastOf(scores: Float64Array): number {
  return scores.toSorted()[Math.floor(mistaken * scores.length)]!;
}
