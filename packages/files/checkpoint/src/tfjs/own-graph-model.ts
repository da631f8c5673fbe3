import { isRecord } from '../safetensors/safetensors-header.ts';
import { toTorchShape } from '../model/torch-layout.ts';

/** Whether a `model.json` is one that `toGraphModel` wrote. */
export function isOwnGraphModel(index: Readonly<Record<string, unknown>>): boolean {
  return index['format'] === 'graph-model' && index['generatedBy'] === 'attune';
}

/** Behind the name of a weight of whole numbers: the scales of its output channels. */
export const scaleSuffix = '.int8_scale';

/** What such a graph computes with besides weights: `constant_3`, `integers_1_2`, `axis_3`. */
export function isGraphConstant(name: string): boolean {
  return /^(constant|integers|axis)_/u.test(name) || name.endsWith(scaleSuffix);
}

/** A weight as torch has it, of one that lies channels last: its shape, and in elements how far
 * apart in memory its neighbours are along each axis. */
export function torchView(name: string, shape: readonly number[]): { readonly shape: readonly number[]; readonly strides?: readonly number[] } {
  const torch = toTorchShape(name, shape);
  if (torch === shape) return { shape };
  const [outputs, inputs, , width] = torch as [number, number, number?, number?];
  if (width === undefined) return { shape: torch, strides: [1, outputs] };
  return { shape: torch, strides: [1, outputs, width * inputs * outputs, inputs * outputs] };
}

/** The texts that travel with the model: its card, its classes, its preprocessing. */
export function metadataOf(index: Readonly<Record<string, unknown>>): [key: string, text: string][] {
  const metadata = index['userDefinedMetadata'];
  return isRecord(metadata) ? Object.entries(metadata).filter((entry): entry is [string, string] => typeof entry[1] === 'string') : [];
}
