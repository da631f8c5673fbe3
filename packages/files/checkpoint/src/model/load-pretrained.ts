import { type Network, whileLoading } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import { type Dtype, bytesPerElement } from '../tensor/dtype.ts';
import { countElements } from '../tensor/tensor-data.ts';
import { type LoadOptions, type LoadPlan, type LoadableCheckpoint, planLoad, requireLoadOptions } from './load-plan.ts';
import { namedCounters } from './named-counters.ts';
import { fromTorchLayout, fromTorchShape } from './torch-layout.ts';

/** What became of every name, in the model's spelling; `ignored` in the file's. */
export interface LoadReport {
  readonly loaded: readonly string[];
  /** The classifier's last layer where its size differs: it kept its initial values. */
  readonly reinitialised: readonly string[];
  /** Attention, and what `allowMissing` named, that the file lacks: it kept its initial values. */
  readonly fresh: readonly string[];
  readonly ignored: readonly string[];
}

/** Loads a torch-layout checkpoint into a model, one tensor after another, so that no more than one
 * is held twice. Names, shapes and traits must all be the model's, but for the number of classes
 * and for attention that the file lacks, unless it is to be `whole`.
 *
 * `fineTune` and `evaluate` wait for it, whether the caller does or not.
 * @throws {CheckpointMisfitError} with every fault, {@link CheckpointError} when the file turns out
 * damaged; nothing was loaded, unless the file or the connection broke in the middle of it.
 * @throws {UnknownOptionError} when an option does not exist. */
export function loadPretrained(model: Network, checkpoint: LoadableCheckpoint, options: LoadOptions = {}): Promise<LoadReport> {
  return whileLoading(model, load(model, checkpoint, options));
}

async function load(model: Network, checkpoint: LoadableCheckpoint, options: LoadOptions): Promise<LoadReport> {
  requireLoadOptions('loadPretrained', options);
  const plan = planLoad(model, checkpoint, options);
  for (const { entry } of [...plan.variables, ...plan.counters]) await entry.prove();
  const scratch = scratchFor(plan, bytesPerElement);
  const turned = copiesValues() ? scratchFor(plan, () => Float32Array.BYTES_PER_ELEMENT) : undefined;
  for (const item of plan.variables) await assign(item, scratch, turned);
  const counters = namedCounters(model);
  for (const { entry, name } of plan.counters) counters.get(name)!.batchesTracked = toCount((await entry.read()).data[0]);
  const loaded = [...plan.variables, ...plan.counters].map(({ name }) => name);
  return { loaded, reinitialised: plan.reinitialised, fresh: plan.fresh, ignored: plan.ignored };
}

type Item = LoadPlan['variables'][number];

/** Whether tensors are made with a copy of the values they are given, so that these may change
 * afterwards: wasm has memory of its own, and other backends keep the array. */
function copiesValues(): boolean {
  const values = Float32Array.of(0);
  const tensor = tf.tensor1d(values);
  values[0] = 1;
  const copied = tensor.dataSync()[0] === 0;
  tensor.dispose();
  return copied;
}

/** Memory for the largest kernel, which one after another is read into before it is turned, or is
 * turned into where the backend copies it; what is read and not turned becomes the variable's own.
 * New memory is what reading costs most: each of its pages is fetched from the system. */
function scratchFor({ variables }: LoadPlan, bytesEach: (dtype: Dtype) => number): Uint8Array<ArrayBuffer> {
  const sizes = variables.filter(isTurned).map(({ entry }) => countElements(entry.shape) * bytesEach(entry.dtype));
  return new Uint8Array(Math.ceil(sizes.reduce((most, size) => Math.max(most, size), 0) / 8) * 8);
}

function isTurned({ entry, name }: Item): boolean {
  return fromTorchShape(name, entry.shape) !== entry.shape;
}

async function assign(item: Item, scratch: Uint8Array<ArrayBuffer>, turned: Uint8Array<ArrayBuffer> | undefined): Promise<void> {
  const { entry, name, variable } = item;
  const values = await entry.readFloat32(isTurned(item) ? scratch : undefined);
  const { shape, data } = fromTorchLayout(name, { shape: entry.shape, data: values }, turned);
  const tensor = tf.tensor(data, [...shape], 'float32');
  variable.assign(tensor);
  tensor.dispose();
}

/** A counter of some dtype as a count; the nearest number where it is beyond 2⁵³, none
 * where it is not a count. */
function toCount(value: number | bigint | undefined): number {
  const count = Math.trunc(Number(value));
  return Number.isFinite(count) && count > 0 ? count : 0;
}
