import { type ForwardContext, type Network, crossEntropy, evaluation, runSegments } from '@attune/nn';
import { type Optimizer, clipScale, gradientNorm } from '@attune/optim';
import * as tf from '@tensorflow/tfjs-core';

import type { StagePlan } from '../stage/plan-stage.ts';
import type { ScheduleValue } from '../stage/schedule.ts';
import type { FeatureBatch } from './feature-source.ts';
import { argMax } from './log-softmax.ts';

export interface TrainStepConfig {
  readonly network: Network;
  readonly plan: StagePlan;
  readonly optimizer: Optimizer;
  /** Segments that the batch has been through. */
  readonly depth: number;
  readonly schedule: ScheduleValue;
  /** Of dropout. */
  readonly random: () => number;
}

export interface TrainStepResult {
  /** Mean over the batch before the step, in nats. */
  readonly loss: number;
  /** Images whose largest logit was their label's. */
  readonly right: number;
  /** Before clipping; 0 when nothing clips. */
  readonly gradientNorm: number;
  /** False when the loss or the norm was not finite: nothing has moved then. */
  readonly taken: boolean;
}

/** One step of one stage: forward, backward, clip, update. Consumes the batch's features. */
export async function trainStep(config: TrainStepConfig, { features, labels }: FeatureBatch): Promise<TrainStepResult> {
  const input = beforeTape(config, features);
  const { loss, logits, gradients } = differentiate(config, input, labels);
  input.dispose();
  const clipNorm = config.plan.stage.clipNorm;
  const norm = clipNorm === undefined ? null : gradientNorm(gradients.values());
  const [lossValue, logitValues, normValue] = await Promise.all([readScalar(loss), logits.data<'float32'>(), norm === null ? 0 : readScalar(norm)]);
  logits.dispose();
  const taken = Number.isFinite(lossValue) && Number.isFinite(normValue);
  if (taken) update(config, gradients, clipNorm === undefined ? 1 : clipScale(normValue, clipNorm));
  tf.dispose([...gradients.values()]);
  return { loss: lossValue, right: countRight(logitValues, labels), gradientNorm: normValue, taken };
}

/** The segments in which nothing trains, run where no activation is kept; those that cannot change at all run as in evaluation, so that a cache may stand in for them. */
function beforeTape({ network, plan, depth, random }: TrainStepConfig, features: tf.Tensor): tf.Tensor {
  const segments = network.segments();
  const output = tf.tidy(() => {
    const still = runSegments(segments.slice(depth, plan.still), features, evaluation);
    return runSegments(segments.slice(Math.max(depth, plan.still), plan.untaped), still, { training: true, frozen: plan.frozen, random });
  });
  if (output.id !== features.id) features.dispose();
  return output;
}

interface Differentiated {
  readonly loss: tf.Scalar;
  readonly logits: tf.Tensor2D;
  readonly gradients: ReadonlyMap<string, tf.Tensor>;
}

function differentiate({ network, plan, random }: TrainStepConfig, input: tf.Tensor, labels: Int32Array): Differentiated {
  const segments = network.segments().slice(plan.untaped);
  const context: ForwardContext = { training: true, frozen: plan.frozen, random };
  const parameters = plan.groups.flatMap((group) => [...group.parameters]);
  let logits: tf.Tensor2D | undefined;
  const { value, grads } = tf.variableGrads(
    () => {
      logits = tf.keep(runSegments(segments, input, context) as tf.Tensor2D);
      return crossEntropy(logits, tf.tensor1d(labels, 'int32'), { labelSmoothing: plan.stage.labelSmoothing });
    },
    parameters.map(([, variable]) => variable),
  );
  const gradients = parameters.flatMap(([name, variable]) => (grads[variable.name] === undefined ? [] : [[name, grads[variable.name]!] as const]));
  return { loss: value, logits: logits!, gradients: new Map(gradients) };
}

function update({ plan, optimizer, schedule: { factor, momentum } }: TrainStepConfig, gradients: ReadonlyMap<string, tf.Tensor>, gradientScale: number): void {
  for (const { parameters, learningRate, weightDecay } of plan.groups) {
    for (const [name, parameter] of parameters) {
      const gradient = gradients.get(name);
      if (gradient === undefined) continue;
      optimizer.step({
        name,
        parameter,
        gradient,
        learningRate: learningRate * factor,
        weightDecay,
        gradientScale,
        ...(momentum === undefined ? {} : { momentum }),
      });
    }
  }
}

async function readScalar(scalar: tf.Scalar): Promise<number> {
  const [value] = await scalar.data();
  scalar.dispose();
  return value!;
}

function countRight(logits: Float32Array, labels: Int32Array): number {
  const classes = logits.length / labels.length;
  return labels.reduce((right, label, index) => right + (argMax(logits.subarray(index * classes, (index + 1) * classes)) === label ? 1 : 0), 0);
}
