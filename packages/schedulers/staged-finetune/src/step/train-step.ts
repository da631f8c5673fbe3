import { type ForwardContext, type LabelMix, type Network, crossEntropy, evaluation } from '@attune/nn';
import { type Optimizer, clipScale, gradientNorm } from '@attune/optim';
import * as tf from '@tensorflow/tfjs-core';

import type { StagePlan } from '../stage/plan-stage.ts';
import type { ScheduleValue } from '../stage/schedule.ts';
import type { BatchMix } from '../training-data.ts';
import type { FeatureBatch } from '../features/feature-source.ts';
import { type Part, partsOf } from './batch-parts.ts';
import { findFault } from './find-fault.ts';
import { GradientSum } from './gradient-sum.ts';
import { leanGradients } from './lean-gradients.ts';
import { runLean } from '../features/run-lean.ts';
import { argMax } from './log-softmax.ts';
import { readTogether } from './read-together.ts';

export interface TrainStepConfig {
  readonly network: Network;
  readonly plan: StagePlan;
  readonly optimizer: Optimizer;
  /** Segments that the batches have been through. */
  readonly depth: number;
  readonly schedule: ScheduleValue;
  /** The most images that go forward and backward at once: larger batches are cut into parts, whose
   * gradients are added up. */
  readonly partSize: number;
  /** Of dropout and stochastic depth. */
  readonly random: () => number;
  /** [classes] of the loss; null for none. */
  readonly classWeights: readonly number[] | null;
}

export interface TrainStepResult {
  /** Mean over the images before the step, in nats. */
  readonly loss: number;
  /** Images whose largest logit was their label's; of a mixed image its share. */
  readonly right: number;
  /** Before clipping; 0 when nothing clips. */
  readonly gradientNorm: number;
  /** False when the loss or the norm was not finite: nothing has moved then. */
  readonly taken: boolean;
  /** Where a step that was not taken went wrong, as far as that can be found. */
  readonly fault: string | null;
}

/** One step of one stage: forward and backward for each batch or part of one, clip, update. The
 * gradient is that of the mean loss over all images of the batches. Consumes the batches'
 * features. */
export async function trainStep(config: TrainStepConfig, batches: readonly FeatureBatch[]): Promise<TrainStepResult> {
  const parts = batches.flatMap((batch) => partsOf(batch, { size: config.partSize, random: config.random }));
  const inputs = parts.map((part) => beforeTape(config, part));
  const sum = new GradientSum();
  const passes = parts.map((part, index) => forwardAndBackward(config, inputs[index]!, part, sum));
  const { gradients, scale } = sum.total();
  const clipNorm = config.plan.stage.clipNorm;
  const norm = clipNorm === undefined ? null : gradientNorm(gradients.values());
  const [normValues, ...read] = await readTogether([norm ?? tf.scalar(0), ...passes.flatMap(({ loss, logits }) => [loss, logits])]);
  const outcomes = passes.map(({ batch }, index) => ({ loss: read[2 * index]![0]!, right: countRight(read[2 * index + 1]!, batch) }));
  const weights = passes.reduce((total, { weight }) => total + weight, 0);
  const loss = outcomes.reduce((total, outcome, index) => total + outcome.loss * (passes[index]!.weight / weights), 0);
  const right = outcomes.reduce((total, outcome) => total + outcome.right, 0);
  const normValue = normValues![0]! * scale;
  const taken = Number.isFinite(loss) && Number.isFinite(normValue);
  if (taken) update(config, gradients, scale * (clipNorm === undefined ? 1 : clipScale(normValue, clipNorm)));
  const faulty = Math.max(
    0,
    outcomes.findIndex((outcome) => !Number.isFinite(outcome.loss)),
  );
  const fault = taken ? null : await findFault({ ...config, input: inputs[faulty]!, gradients });
  tf.dispose([...inputs, ...gradients.values()]);
  return { loss, right, gradientNorm: normValue, taken, fault };
}

/** Forward and backward as in a step, of which nothing remains but where running statistics moved.
 *
 * @returns bytes of what the segments before the tape hand to it. */
export async function tryStep(config: TrainStepConfig, batch: FeatureBatch): Promise<number> {
  const [part] = partsOf(batch, { size: Infinity, random: config.random });
  const input = beforeTape(config, part!);
  const sum = new GradientSum();
  const { loss, logits } = forwardAndBackward(config, input, part!, sum);
  await readTogether([loss, logits]);
  tf.dispose([input, ...sum.total().gradients.values()]);
  return input.size * Float32Array.BYTES_PER_ELEMENT;
}

/** The segments in which nothing trains, run where no activation is kept; those that cannot change
 * at all run as in evaluation, so that a cache may stand in for them. */
function beforeTape({ network, plan: { frozen, still, untaped }, depth }: TrainStepConfig, { images: { features }, place, random }: Part): tf.Tensor {
  const context: ForwardContext = { training: true, frozen, random: random.untaped, part: place };
  const segments = network.segments();
  const output = tf.tidy(() => {
    const unchanging = runLean(segments.slice(depth, still), features, evaluation);
    return runLean(segments.slice(Math.max(depth, still), untaped), unchanging, context);
  });
  if (output.id !== features.id) features.dispose();
  return output;
}

/** What one batch or part of one has given, its numbers still on the backend. */
interface Pass {
  readonly loss: tf.Scalar;
  readonly logits: tf.Tensor2D;
  readonly batch: Omit<FeatureBatch, 'features'>;
  /** What its mean loss counts for among other batches. */
  readonly weight: number;
}

function forwardAndBackward({ network, plan, classWeights }: TrainStepConfig, input: tf.Tensor, part: Part, sum: GradientSum): Pass {
  const { images: batch, place, random } = part;
  const segments = network.segments().slice(plan.untaped);
  const context: ForwardContext = { training: true, frozen: plan.frozen, random: random.taped, part: place };
  const parameters = plan.groups.flatMap((group) => [...group.parameters]);
  let logits: tf.Tensor2D | undefined;
  const { value, grads } = leanGradients(
    () => {
      logits = tf.keep(runLean(segments, input, context) as tf.Tensor2D);
      return crossEntropy(logits, tf.tensor1d(batch.labels, 'int32'), {
        labelSmoothing: plan.stage.labelSmoothing,
        focal: plan.stage.focal,
        classWeights: classWeights === null ? undefined : tf.tensor1d([...classWeights]),
        mix: labelMix(batch.mix),
      });
    },
    parameters.map(([, variable]) => variable),
  );
  const gradients = parameters.flatMap(([name, variable]) => (grads[variable.name] === undefined ? [] : [[name, grads[variable.name]!] as const]));
  const weight = lossWeight(batch, classWeights);
  sum.add(new Map(gradients), weight);
  return { loss: value, logits: logits!, batch, weight };
}

function labelMix(mix: BatchMix | undefined): LabelMix | undefined {
  return mix === undefined ? undefined : { partners: tf.tensor1d(mix.partnerLabels, 'int32'), share: tf.tensor1d(mix.weight) };
}

/** What the mean of the loss is over: images, or the weights of their classes. */
function lossWeight({ labels, mix }: FeatureBatch, classWeights: readonly number[] | null): number {
  return classWeights === null || mix !== undefined ? labels.length : labels.reduce((sum, label) => sum + classWeights[label]!, 0);
}

function update({ plan, optimizer, schedule: { factor, momentum } }: TrainStepConfig, gradients: ReadonlyMap<string, tf.Tensor>, gradientScale: number): void {
  for (const { parameters, learningRate, weightDecay, undecayed } of plan.groups) {
    for (const [name, parameter] of parameters) {
      const gradient = gradients.get(name);
      if (gradient === undefined) continue;
      optimizer.step({
        name,
        parameter,
        gradient,
        learningRate: learningRate * factor,
        weightDecay: undecayed.has(name) ? 0 : weightDecay,
        gradientScale,
        ...(momentum === undefined ? {} : { momentum }),
      });
    }
  }
}

function countRight(logits: Float32Array, { labels, mix }: Pass['batch']): number {
  const classes = logits.length / labels.length;
  return labels.reduce((right, label, index) => {
    const predicted = argMax(logits.subarray(index * classes, (index + 1) * classes));
    const share = mix?.weight[index] ?? 1;
    return right + (predicted === label ? share : 0) + (predicted === mix?.partnerLabels[index] ? 1 - share : 0);
  }, 0);
}
