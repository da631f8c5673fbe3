import { type BackendMemory, backendMemory } from '@attune/kernel-table';
import { type Network, countScalars, namedVariables, seededRandom } from '@attune/nn';
import type * as tf from '@tensorflow/tfjs-core';

import type { OptimizerSettings, Recipe } from '../recipe/recipe.ts';
import { type StagePlan, followsBatch, viewsWorthKeeping } from '../stage/plan-stage.ts';
import { taskObjective } from '../task/objective.ts';
import { optimizerOf } from '../step/make-optimizer.ts';
import type { Split, TrainingData } from '../training-data.ts';
import { BatchMemoryError, type MemoryFault } from './batch-memory-error.ts';
import { type StepBytes, evaluationBytes, measureStep } from './measure-step.ts';

/** How the steps of a stage fit into memory. */
export interface StageFit {
  /** Images that are computed at once. */
  readonly partSize: number;
  /** About what a step of a whole batch takes with all that the run holds; null where the backend's
   * memory has no end that is known. */
  readonly wholeBytes: number | null;
}

/** How a run's batches fit into memory. */
export interface BatchFit {
  /** In the order of the plan; null for what is not to be trained. */
  readonly stages: readonly (StageFit | null)[];
  /** Images that are evaluated at once, which decides no bit of the result. */
  readonly evaluationSize: number;
  readonly limitBytes: number | null;
}

export interface FitConfig {
  readonly network: Network;
  readonly data: TrainingData;
  readonly recipe: Recipe;
  readonly plan: readonly StagePlan[];
  readonly batchSize: number;
  /** Whether what stands still in a stage is computed once. */
  readonly caches: boolean;
  /** The first stage that is to be trained. */
  readonly from?: number;
}

// What is given and taken in other orders leaves holes between: that share of memory is not
// counted on.
const HOLES = 1 / 32;
// Other tensors and threads' scratch count where they are more, so that part sizes do not depend on
// trifles.
const TRIFLES = 1 / 64;

/** Measures, before anything moves, what a step of each stage takes, and cuts batches that are too
 * large into parts.
 *
 * @throws {BatchMemoryError} naming every stage whose batches fit neither whole nor in parts. */
export async function fitBatches(config: FitConfig): Promise<BatchFit> {
  const { plan, batchSize, from = 0 } = config;
  const memory = backendMemory();
  if (memory === null) return { stages: plan.map(() => ({ partSize: batchSize, wholeBytes: null })), evaluationSize: batchSize, limitBytes: null };
  const { limitBytes } = memory;
  const image = await imageShape(config.data.validation);
  const room = roomOf(memory, config.network);
  const stages: (StageFit | null)[] = [];
  const faults: MemoryFault[] = [];
  for (const [index, stagePlan] of plan.entries()) {
    const trains = index >= from && stagePlan.stage.epochs > 0;
    const fit = trains ? await fitStage(config, { plan: stagePlan, memory, image, room }) : null;
    if (fit !== null && 'largest' in fit) faults.push(fit);
    else stages.push(fit);
  }
  if (faults.length > 0) throw new BatchMemoryError({ batchSize, limitBytes, faults });
  return { stages, evaluationSize: fittingImages(config.network, image, { memory, most: batchSize }), limitBytes };
}

/** How many images of a shape [H, W, C] fit into memory in evaluation, with room for as much again
 * where `copies` is 2. */
export function fittingImages(
  network: Network,
  image: readonly number[],
  { memory = backendMemory(), most, copies = 1 }: { readonly memory?: BackendMemory | null; readonly most: number; readonly copies?: number },
): number {
  if (memory === null) return most;
  const room = roomOf(memory, network) - bytesOf(namedVariables(network));
  return clamp(room / (copies * evaluationBytes(network, memory, image)), most);
}

/** [H, W, C]. */
export async function imageShape(split: Split): Promise<readonly number[]> {
  for await (const { shape } of split.batches({ batchSize: 1 })) return shape.slice(1);
  return [];
}

function roomOf({ limitBytes, usedBytes }: BackendMemory, network: Network): number {
  const others = usedBytes - bytesOf(namedVariables(network));
  return limitBytes * (1 - HOLES) - Math.max(limitBytes * TRIFLES, others);
}

interface StageMemory {
  readonly plan: StagePlan;
  readonly memory: BackendMemory;
  readonly image: readonly number[];
  readonly room: number;
}

async function fitStage(config: FitConfig, { plan, memory, image, room }: StageMemory): Promise<StageFit | MemoryFault> {
  const { network, data, recipe } = config;
  const images = Math.min(config.batchSize, data.train.size);
  const held = heldBytes(network, recipe, plan);
  const optimizer = optimizerOf(recipe, plan.stage);
  const depth = config.caches && viewsWorthKeeping(plan) > 0 ? plan.still : 0;
  const step = {
    network,
    plan,
    optimizer,
    depth,
    partSize: Infinity,
    schedules: plan.groups.map(() => ({ factor: 0 })),
    random: seededRandom(0),
    objective: taskObjective(data),
  };
  const bytes = await measureStep({ memory, step, image, images, roomBytes: room - held });
  const limits = limitsOf(bytes, { images: images * plan.stage.accumulate, room: room - held, gradients: gradientBytes(plan) });
  const wholeBytes = held + bytes.fixed + images * bytes.perImage;
  if (images <= limits.whole) return { partSize: config.batchSize, wholeBytes };
  const follows = followsBatch(network, plan);
  if (follows || limits.part < 1) return { stage: plan.stage.name, bytes: wholeBytes, largest: Math.max(0, limits.whole), followsBatch: follows };
  return { partSize: limits.part, wholeBytes };
}

/** The most images of a whole batch, and of a part of one of so many `images`. */
function limitsOf(
  { fixed, perImage, inputPerImage }: StepBytes,
  { images, room, gradients }: { readonly images: number; readonly room: number; readonly gradients: number },
) {
  const whole = Math.floor((room - fixed) / (perImage + inputPerImage));
  const part = Math.floor((room - fixed - gradients - 2 * inputPerImage * images) / perImage);
  return { whole, part };
}

/** Weights, and what optimizer and averages keep of those that move. */
function heldBytes(network: Network, recipe: Recipe, plan: StagePlan): number {
  const averages = plan.stage.ema === undefined && plan.stage.swa === undefined ? 0 : 2;
  return bytesOf(namedVariables(network)) * (1 + averages) + gradientBytes(plan) * slotsOf(plan.stage.optimizer ?? recipe.optimizer);
}

function slotsOf(settings: OptimizerSettings): number {
  if (settings.kind === 'sgd') return settings.momentum === 0 ? 0 : 1;
  return 2;
}

function gradientBytes({ groups }: StagePlan): number {
  return bytesOf(groups.flatMap(({ parameters }) => [...parameters]));
}

function bytesOf(named: Iterable<readonly [name: string, variable: tf.Variable]>): number {
  return countScalars(Array.from(named, ([, variable]) => variable)) * Float32Array.BYTES_PER_ELEMENT;
}

function clamp(size: number, most: number): number {
  return Math.max(1, Math.min(most, Math.floor(size)));
}
