import { type ForwardContext, type Network, evaluation } from '@attune/nn';
import type { Optimizer } from '@attune/optim';
import * as tf from '@tensorflow/tfjs-core';

import type { PlannedGroup, StagePlan } from '../stage/plan-stage.ts';
import type { ScheduleValue } from '../stage/schedule.ts';
import type { Objective } from '../task/objective.ts';
import type { FeatureBatch } from '../features/feature-source.ts';
import { type Part, partsOf } from './batch-parts.ts';
import { clipScales, measureClipping } from './clip-groups.ts';
import { findFault } from './find-fault.ts';
import { GradientSum } from './gradient-sum.ts';
import { leanGradients } from './lean-gradients.ts';
import { runLean } from '../features/run-lean.ts';
import { readTogether } from './read-together.ts';

export interface TrainStepConfig {
  readonly network: Network;
  readonly plan: StagePlan;
  readonly optimizer: Optimizer;
  /** Segments that the batches have been through. */
  readonly depth: number;
  /** Of each group. */
  readonly schedules: readonly ScheduleValue[];
  /** The most images that go forward and backward at once: larger batches are cut into parts, whose
   * gradients are added up. */
  readonly partSize: number;
  /** Of dropout and stochastic depth. */
  readonly random: () => number;
  readonly objective: Objective;
}

export interface TrainStepResult {
  /** Mean over the images before the step. */
  readonly loss: number;
  /** Images whose largest logit was their label's; of a mixed image its share. */
  readonly right: number;
  /** Of all groups together, before clipping; 0 when nothing clips. */
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
  const clipped = measureClipping(config.plan, gradients);
  const values = await readTogether([...clipped.map(({ norm }) => norm), ...passes.flatMap(({ loss, logits }) => [loss, logits])]);
  const norms = values.slice(0, clipped.length).map(([norm]) => norm! * scale);
  const read = values.slice(clipped.length);
  const outcomes = passes.map(({ batch }, index) => ({ loss: read[2 * index]![0]!, right: config.objective.right(read[2 * index + 1]!, batch) }));
  const weights = passes.reduce((total, { weight }) => total + weight, 0);
  const loss = outcomes.reduce((total, outcome, index) => total + outcome.loss * (passes[index]!.weight / weights), 0);
  const right = outcomes.reduce((total, outcome) => total + outcome.right, 0);
  const norm = Math.hypot(...norms);
  const taken = Number.isFinite(loss) && Number.isFinite(norm);
  if (taken) update(config, gradients, { scale, ofGroups: clipScales(clipped, norms) });
  const faulty = Math.max(
    0,
    outcomes.findIndex((outcome) => !Number.isFinite(outcome.loss)),
  );
  const fault = taken ? null : await findFault({ ...config, input: inputs[faulty]!, gradients });
  tf.dispose([...inputs, ...gradients.values()]);
  return { loss, right, gradientNorm: norm, taken, fault };
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

function forwardAndBackward({ network, plan, objective }: TrainStepConfig, input: tf.Tensor, part: Part, sum: GradientSum): Pass {
  const { images: batch, place, random } = part;
  const segments = network.segments().slice(plan.untaped);
  const context: ForwardContext = { training: true, frozen: plan.frozen, random: random.taped, part: place };
  const parameters = plan.groups.flatMap((group) => [...group.parameters]);
  let logits: tf.Tensor2D | undefined;
  const { value, grads } = leanGradients(
    () => {
      logits = tf.keep(runLean(segments, input, context) as tf.Tensor2D);
      return objective.loss(logits, batch);
    },
    parameters.map(([, variable]) => variable),
  );
  const gradients = parameters.flatMap(([name, variable]) => (grads[variable.name] === undefined ? [] : [[name, grads[variable.name]!] as const]));
  const weight = objective.weight(batch);
  sum.add(new Map(gradients), weight);
  return { loss: value, logits: logits!, batch, weight };
}

interface GradientScales {
  readonly scale: number;
  /** Times `scale`, for the groups that are clipped. */
  readonly ofGroups: ReadonlyMap<PlannedGroup, number>;
}

function update({ plan, optimizer, schedules }: TrainStepConfig, gradients: ReadonlyMap<string, tf.Tensor>, { scale, ofGroups }: GradientScales): void {
  for (const [index, group] of plan.groups.entries()) {
    const { parameters, learningRate, weightDecay, undecayed } = group;
    const gradientScale = scale * (ofGroups.get(group) ?? 1);
    const { factor, momentum } = schedules[index]!;
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
