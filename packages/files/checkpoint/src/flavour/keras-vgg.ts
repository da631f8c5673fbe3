import { CheckpointError } from '../checkpoint-error.ts';
import { quoteName } from '../quote-for-message.ts';
import type { TensorEntry } from '../tensor-entry.ts';
import type { KerasTensor, RenamedTensors } from './keras-tensor.ts';
import { turned } from './turned.ts';

const convolution = /^block([1-5])_conv(\d)\/(kernel|bias)$/u;
const dense: readonly (readonly [keras: string, ours: string])[] = [
  ['fc1', 'classifier.0'],
  ['fc2', 'classifier.3'],
  ['predictions', 'classifier.6'],
];

/** `block3_conv1/kernel` → `features.10.weight`, `fc1` → `classifier.0`, `predictions` →
 * `classifier.6`: the same numbers, with the inputs of the first dense layer in our order. Names
 * that are none of these stay.
 *
 * @throws {CheckpointError} `malformed` when `fc1` does not see a square of positions. */
export function vggFromKeras(tensors: readonly KerasTensor[], file: string): RenamedTensors {
  const places = placesOfGroups(tensors.map(({ path }) => path));
  const channels = Math.max(...tensors.map(({ entry, path }) => (convolution.test(path) ? (entry.shape.at(-1) ?? 0) : 0)));
  const entries = tensors.map(({ entry, path }) => {
    const [layer = '', field = ''] = path.split('/');
    const ours = ourLayer(path, places);
    if (ours === undefined) return entry;
    return layer === 'fc1' && field === 'kernel' ? firstDense(entry, ours, channels, file) : asTorch(entry, ours, field);
  });
  return { tensors: entries, fileNames: tensors.map(({ entry }) => entry.name), traits: new Map() };
}

function ourLayer(path: string, places: readonly number[]): string | undefined {
  const [, group, index] = convolution.exec(path) ?? [];
  if (group !== undefined) return `features.${places[Number(group) - 1]! + 2 * (Number(index) - 1)}`;
  return dense.find(([keras]) => path === `${keras}/kernel` || path === `${keras}/bias`)?.[1];
}

/** Where each group begins in torchvision's `features`, in which each convolution has its ReLU
 * behind it and each group its pool. */
function placesOfGroups(paths: readonly string[]): number[] {
  const depths = [0, 0, 0, 0, 0];
  for (const path of paths) {
    const [, group, index] = convolution.exec(path) ?? [];
    if (group !== undefined) depths[Number(group) - 1] = Math.max(depths[Number(group) - 1]!, Number(index));
  }
  return depths.map((_, group) => depths.slice(0, group).reduce((place, depth) => place + 2 * depth + 1, 0));
}

/** A layer's kernel [H, W, I, O] or matrix [in, out] as `….weight` in torch's order;
 * all else as it is. */
export function asTorch(entry: TensorEntry, layer: string, field: string): TensorEntry {
  const order = orders[entry.shape.length];
  if (field !== 'kernel' || order === undefined) return { ...entry, name: `${layer}.${field === 'kernel' ? 'weight' : field}` };
  return turned(entry, { name: `${layer}.weight`, from: entry.shape, order });
}

/** By rank. */
const orders: Readonly<Record<number, readonly number[]>> = { 2: [1, 0], 4: [3, 2, 0, 1] };

/** [H · W · C, out] → [out, C · H · W]. */
function firstDense(entry: TensorEntry, layer: string, channels: number, file: string): TensorEntry {
  const [rows = 0, columns = 0] = entry.shape;
  const side = Math.sqrt(rows / channels);
  if (entry.shape.length !== 2 || !Number.isSafeInteger(side) || side === 0) failOnGrid(entry, channels, file);
  return turned(entry, { name: `${layer}.weight`, from: [side, side, channels, columns], order: [3, 2, 0, 1], to: [columns, rows] });
}

function failOnGrid({ name, shape }: TensorEntry, channels: number, file: string): never {
  const message = `${quoteName(name)} is [${shape.join(', ')}], and must have ${channels} rows, one per channel, for each position of a square. Its order cannot be told.`;
  throw new CheckpointError({ kind: 'malformed', file, message, tensors: [name] });
}

/** The way back.
 *
 * @throws {CheckpointError} as {@link vggFromKeras}. */
export function vggToKeras(tensors: readonly TensorEntry[], file: string): TensorEntry[] {
  const kernels = tensors.filter(({ name, shape }) => /^features\.\d+\.weight$/u.test(name) && shape.length === 4);
  const names = kerasNames(kernels.map(({ name }) => Number(name.split('.')[1])));
  const channels = kernels.at(-1)!.shape[0]!;
  return tensors.map((entry) => {
    const layer = entry.name.slice(0, entry.name.lastIndexOf('.'));
    const keras = names.get(layer);
    if (keras === undefined) return entry;
    return entry.name === 'classifier.0.weight' ? firstDenseBack(entry, keras, channels, file) : asKeras(entry, keras);
  });
}

/** Our layers → Keras'. A convolution two places behind another is of its group; three places
 * behind, a pool lies between. */
function kerasNames(places: readonly number[]): ReadonlyMap<string, string> {
  const names = new Map(dense.map(([keras, ours]) => [ours, keras]));
  let [group, index] = [1, 0];
  places.forEach((place, at) => {
    const isNext = at > 0 && place - places[at - 1]! > 2;
    [group, index] = isNext ? [group + 1, 1] : [group, index + 1];
    names.set(`features.${place}`, `block${group}_conv${index}`);
  });
  return names;
}

function asKeras(entry: TensorEntry, layer: string): TensorEntry {
  const order = ordersBack[entry.shape.length];
  if (!entry.name.endsWith('.weight') || order === undefined) return { ...entry, name: `${layer}/bias` };
  return turned(entry, { name: `${layer}/kernel`, from: entry.shape, order });
}

const ordersBack: Readonly<Record<number, readonly number[]>> = { 2: [1, 0], 4: [2, 3, 1, 0] };

/** [out, C · H · W] → [H · W · C, out]. */
function firstDenseBack(entry: TensorEntry, layer: string, channels: number, file: string): TensorEntry {
  const [rows = 0, columns = 0] = entry.shape;
  const side = Math.sqrt(columns / channels);
  if (!Number.isSafeInteger(side) || side === 0) failOnGrid(entry, channels, file);
  return turned(entry, { name: `${layer}/kernel`, from: [rows, channels, side, side], order: [2, 3, 1, 0], to: [columns, rows] });
}
