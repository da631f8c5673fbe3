import { startBackend } from '@attune/backend';
import type { TensorEntry } from '@attune/checkpoint';
import { disposeModule } from '@attune/nn';
import type { Architecture } from '@attune/zoo';
import * as tf from '@tensorflow/tfjs-core';

import type { Report } from '../../command.ts';
import { exitCodes } from '../../exit-code.ts';
import { relativeDifference } from '../../model/relative-difference.ts';
import { openSavedModel } from '../../run/saved-model.ts';
import { table } from '../../terminal/table.ts';
import { layerOutputs } from './layer-outputs.ts';
import { UsageError } from '../../usage-error.ts';
import { openReference } from './reference-file.ts';

export interface CheckReferenceOptions {
  /** A checkpoint or a run. */
  readonly weights: string;
  readonly reference: string;
  /** Largest difference that is none, as a share of the layer's largest value. */
  readonly tolerance: number;
  readonly arch?: Architecture | undefined;
  /** Other names for a checkpoint's tensors: `FROM=TO`. */
  readonly rename?: readonly string[] | undefined;
  readonly backend: string;
  readonly threads?: number | undefined;
}

/** How far one layer's output is from the reference's. */
export interface LayerDifference {
  readonly name: string;
  readonly shape: readonly number[];
  /** Largest difference over the largest value of the reference; null where the shapes are not the
   * same, or only one of two values is finite. */
  readonly difference: number | null;
  readonly agrees: boolean;
}

/** Runs a reference's inputs and compares what comes out of each layer; a layer that
 * departs is exit 1. */
export async function checkReference(options: CheckReferenceOptions): Promise<Report> {
  const { weights, reference, tolerance, backend, threads } = options;
  const { input, outputs } = await openReference(reference);
  const started = await startBackend(backend, threads === undefined ? {} : { threads });
  const { network } = await openSavedModel(weights, { architecture: options.arch, rename: options.rename });
  if (input.shape[1] !== network.channels)
    throw new UsageError(
      `${reference}: its input has ${input.shape[1]} channels, and the network takes ${network.channels}. Write the reference with images of ${network.channels}.`,
    );
  const images = await imagesOf(input);
  const ours = layerOutputs(network, images, new Set(outputs.keys()));
  const layers: LayerDifference[] = [];
  for (const [name, output] of ours) layers.push(await compare(name, output, outputs.get(name)!, tolerance));
  tf.dispose([images, ...ours.values()]);
  disposeModule(network);
  const unknown = [...outputs.keys()].filter((name) => !ours.has(name));
  return reportOf(layers, { unknown, tolerance, description: started.description });
}

async function imagesOf(input: TensorEntry): Promise<tf.Tensor4D> {
  const values = await input.readFloat32();
  return tf.tidy(() => tf.transpose(tf.tensor4d(values, input.shape as [number, number, number, number]), [0, 2, 3, 1]));
}

async function compare(name: string, output: tf.Tensor, reference: TensorEntry, tolerance: number): Promise<LayerDifference> {
  const same = output.shape.join() === reference.shape.join();
  const difference = same ? relativeDifference(await reference.readFloat32(), await output.data<'float32'>()) : Infinity;
  return { name, shape: output.shape, difference: difference === Infinity ? null : difference, agrees: difference <= tolerance };
}

interface Checked {
  /** Of the reference, but no layers of the network. */
  readonly unknown: readonly string[];
  readonly tolerance: number;
  readonly description: string;
}

function reportOf(layers: readonly LayerDifference[], { unknown, tolerance, description }: Checked): Report {
  const first = layers.find(({ agrees }) => !agrees)?.name ?? null;
  const known = layers.map(({ difference }) => difference ?? Infinity);
  const largest = known.length === 0 || known.includes(Infinity) ? null : Math.max(...known);
  const agrees = layers.length > 0 && first === null;
  const rows = layers.map((layer) => [
    layer.name,
    `[${layer.shape.join(', ')}]`,
    layer.difference?.toExponential(1) ?? 'not comparable',
    layer.agrees ? '' : 'differs',
  ]);
  const text = [
    verdict({ first, largest, compared: layers.length, tolerance }),
    ...(unknown.length === 0 ? [] : [`Not compared, as the network has no layers of these names: ${unknown.join(', ')}`]),
    `Computed by ${description}`,
    '',
    table(['layer', 'output', 'difference', ''], rows, ['difference']),
  ].join('\n');
  return {
    json: { agrees, largestDifference: largest, firstDeparture: first, tolerance, layers, unknown },
    text,
    exitCode: agrees ? exitCodes.done : exitCodes.failed,
  };
}

interface Verdict {
  readonly first: string | null;
  readonly largest: number | null;
  readonly compared: number;
  readonly tolerance: number;
}

function verdict({ first, largest, compared, tolerance }: Verdict): string {
  if (compared === 0) return 'Nothing was compared: the reference names none of the layers.';
  if (first === null) return `All ${compared} layers agree: they differ by at most ${largest!.toExponential(1)} of their largest value.`;
  return `${first} is the first layer that differs by more than ${tolerance} of its largest value.`;
}
