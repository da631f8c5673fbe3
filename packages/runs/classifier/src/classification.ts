import { similarityToNearest } from '@attune/nn';
import type { Calibration, Task, TaskKind } from '@attune/run';

import type { Guess } from './classify.ts';

/** What an image is taken for. */
export interface Classification {
  /** Of the most probable class; of numbers, what they say in words: `age 31.2`. */
  readonly className: string;
  /** NaN of numbers. */
  readonly probability: number;
  /** All classes, most probable first, the lower index first of equal ones; none of numbers. */
  readonly guesses: readonly Guess[];
  /** The logarithm of the sum of the exponentials of the logits: large for images like those of
   * training. */
  readonly energy: number;
  /** Cosine of the angle between its embedding and the nearest class centre: 1 for images like
   * those of training. Null where the files have no centres. */
  readonly similarity: number | null;
  /** Whether it is probably of no class: its similarity is below that of 95 of 100 validation
   * images; its energy, where the files have no centres. Null where they tell neither. */
  readonly unknown: boolean | null;
  /** The classes that it has, where it may have several: those whose probability reaches their
   * threshold, most probable first. */
  readonly labels?: readonly string[];
  /** A number for each target, in their units, where the network tells numbers. */
  readonly values?: readonly TargetValue[];
}

export interface TargetValue {
  readonly target: string;
  readonly value: number;
}

export interface Judgement {
  readonly classes: readonly string[];
  readonly task: Task;
  /** [classes] */
  readonly thresholds: readonly number[];
  readonly calibration: Calibration | null;
}

/** What a network gives for one view of an image. */
export interface ViewOutputs {
  /** [classes] */
  readonly logits: Float32Array;
  /** [C], where it is asked for. */
  readonly embedding: Float32Array | null;
}

/** One verdict from the outputs for an image's views: the mean of what they say. */
export function judge(views: readonly ViewOutputs[], judgement: Judgement): Classification {
  return judges[judgement.task.kind](views, judgement);
}

const judges: Readonly<Record<TaskKind, (views: readonly ViewOutputs[], judgement: Judgement) => Classification>> = {
  'single-label': (views, { classes, calibration }) => {
    const temperature = calibration?.temperature ?? 1;
    const probabilities = meanOf(views.map(({ logits }) => softmax(logits, temperature)));
    return verdict(probabilities, { classes, ...knownness(views, calibration) });
  },
  'multi-label': (views, { classes, thresholds }) => {
    const probabilities = meanOf(views.map(({ logits }) => Float64Array.from(logits, (logit) => 1 / (1 + Math.exp(-logit)))));
    const said = verdict(probabilities, { classes, ...knownness(views, null) });
    return { ...said, labels: said.guesses.filter(({ index, probability }) => probability >= thresholds[index]!).map(({ className }) => className) };
  },
  regression: (views, { classes, task }) => {
    const scales = 'scales' in task ? task.scales : [];
    const outputs = meanOf(views.map(({ logits }) => Float64Array.from(logits)));
    const values = classes.map((target, index) => {
      const { mean, deviation } = scales[index] ?? { mean: 0, deviation: 1 };
      return { target, value: outputs[index]! * deviation + mean };
    });
    return { className: describeValues(values), probability: Number.NaN, guesses: [], ...knownness(views, null), values };
  },
};

/** `age 31.2, weight 80` */
export function describeValues(values: readonly TargetValue[]): string {
  return values.map(({ target, value }) => `${target} ${Number(value.toPrecision(4))}`).join(', ');
}

/** How like images of training an image is. */
type Knownness = Pick<Classification, 'energy' | 'similarity' | 'unknown'>;

function knownness(views: readonly ViewOutputs[], calibration: Calibration | null): Knownness {
  const energy = average(views.map(({ logits }) => energyOf(logits)));
  if (calibration === null) return { energy, similarity: null, unknown: null };
  const { leastEnergy, likeness } = calibration;
  const embeddings = views.flatMap(({ embedding }) => embedding ?? []);
  if (likeness === undefined || embeddings.length === 0) return { energy, similarity: null, unknown: energy < leastEnergy };
  const similarity = average(embeddings.map((embedding) => similarityToNearest(likeness.centres, embedding)));
  return { energy, similarity, unknown: similarity < likeness.leastSimilarity };
}

function average(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}

/** One verdict from those of several networks with the same classes: the mean of their
 * probabilities. Most of them decide whether an image is of no class, each by its own score, since
 * scores of different networks cannot be compared. */
export function agree(verdicts: readonly Classification[]): Classification {
  const classes = verdicts[0]!.guesses.toSorted((a, b) => a.index - b.index).map(({ className }) => className);
  const probabilities = meanOf(
    verdicts.map(({ guesses }) =>
      Float64Array.from(
        guesses.toSorted((a, b) => a.index - b.index),
        (guess) => guess.probability,
      ),
    ),
  );
  const energy = average(verdicts.map((one) => one.energy));
  const similarities = verdicts.flatMap(({ similarity }) => similarity ?? []);
  const similarity = similarities.length < verdicts.length ? null : average(similarities);
  const told = verdicts.flatMap(({ unknown }) => (unknown === null ? [] : [unknown]));
  const unknown = told.length === 0 ? null : told.filter(Boolean).length * 2 > told.length;
  return verdict(probabilities, { classes, energy, similarity, unknown });
}

function verdict(probabilities: Float64Array, { classes, ...known }: Knownness & { readonly classes: readonly string[] }): Classification {
  const guesses = classes.map((className, index) => ({ index, className, probability: probabilities[index]! }));
  guesses.sort((a, b) => b.probability - a.probability);
  const [{ className, probability }] = guesses as [Guess];
  return { className, probability, guesses, ...known };
}

/** log Σ exp(logit). */
function energyOf(logits: Float32Array): number {
  const most = logits.reduce((largest, value) => Math.max(largest, value), -Infinity);
  return most + Math.log(logits.reduce((sum, value) => sum + Math.exp(value - most), 0));
}

function softmax(logits: Float32Array, temperature: number): Float64Array {
  const most = logits.reduce((largest, value) => Math.max(largest, value), -Infinity);
  const powers = Float64Array.from(logits, (value) => Math.exp((value - most) / temperature));
  const sum = powers.reduce((total, value) => total + value, 0);
  return powers.map((value) => value / sum);
}

function meanOf(rows: readonly Float64Array[]): Float64Array {
  return rows[0]!.map((_, column) => rows.reduce((sum, row) => sum + row[column]!, 0) / rows.length);
}
