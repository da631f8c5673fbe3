import { type FloatTensor, foldedNormsEntry, halfOfFloat32, saveModel } from '@attune/checkpoint';
import { refuseUnknownOptions } from '@attune/errors';
import type { Network } from '@attune/nn';

import { quantise } from '../int8.ts';
import { channelOrder } from '../described-input.ts';
import { type Normalization, scaleAndShift } from '../normalization.ts';
import { foldBatchNorms, nothingFolded } from '../trace/fold-batch-norms.ts';
import { traceNetwork } from '../trace/trace-network.ts';
import { OnnxBuilder } from './onnx-builder.ts';
import { OnnxEmitter } from './onnx-emitter.ts';
import { encodeModel, valueInfo } from './onnx-schema.ts';

export interface OnnxOptions {
  /** Side of the images, in pixels. */
  readonly imageSize: number;
  /** Takes pixels of 0 … 255 and normalises them inside; without it the model takes
   * what the network takes. */
  readonly normalization?: Normalization | undefined;
  /** Stores weights in half precision, which halves the file; the arithmetic stays float. */
  readonly float16?: boolean | undefined;
  /** Stores kernels and matrices as whole numbers of eight bits, a scale for each output channel,
   * which makes the file a quarter; the arithmetic stays float. Default: false. */
  readonly int8?: boolean | undefined;
  /** Folds batch norms into the convolutions before them: fewer operations, the same logits but for
   * rounding. Default: false. */
  readonly foldBatchNorm?: boolean | undefined;
  /** Words that travel with the model, such as its classes. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

const onnxOptions = { imageSize: true, normalization: true, float16: true, int8: true, foldBatchNorm: true, metadata: true } satisfies Record<
  keyof OnnxOptions,
  true
>;

/** A network as an ONNX model (opset 17): `images` [batch, channels, imageSize, imageSize] →
 * `logits` [batch, classes], for any batch. Weights have torchvision's names and layout.
 *
 * @throws {ExportError} when the network runs something that has no place in a graph.
 * @throws {UnknownOptionError} when an option does not exist. */
export async function toOnnx(network: Network, options: OnnxOptions): Promise<Uint8Array> {
  refuseUnknownOptions('toOnnx', options, onnxOptions);
  const { imageSize, normalization, float16 = false, int8 = false, foldBatchNorm = false, metadata = {} } = options;
  const graph = await traceNetwork(network, { imageSize });
  const builder = new OnnxBuilder();
  const images = normalization === undefined ? 'images' : normalize(builder, normalization);
  const own = await weightsOf(network);
  const folded = foldBatchNorm ? foldBatchNorms(graph, (name) => own.get(name)!.data, 'first') : nothingFolded;
  const weights = new Map([...own].map(([name, tensor]) => [name, { ...tensor, data: folded.weights.get(name) ?? tensor.data }]));
  const emitter = new OnnxEmitter({
    builder,
    images,
    weights,
    folded: folded.nodes,
    weight: (name, tensor) => writeWeight(builder, { name, ...tensor }, { float16, int8 }),
  });
  builder.rename(emitter.asTraced(graph.logits), 'logits');
  return encodeModel({
    nodes: builder.nodes,
    initializers: builder.initializers,
    inputs: [valueInfo('images', ['batch', network.channels, imageSize, imageSize], describeInput(network, normalization))],
    outputs: [valueInfo('logits', ['batch', network.classes])],
    name: network.architecture,
    description: `${network.architecture}, exported by Attune. ${describeInput(network, normalization)}`,
    metadata: { ...metadata, ...foldedNormsEntry(folded.norms) },
  });
}

function describeInput({ channels }: Network, normalization: OnnxOptions['normalization']): string {
  const images = `Images are ${channelOrder(channels)}, channels first`;
  return normalization === undefined ? `${images}, normalised as the network was trained.` : `${images}, 0 to 255; the model normalises them.`;
}

async function weightsOf(network: Network): Promise<Map<string, FloatTensor>> {
  const floats = [...(await saveModel(network))].filter(([, { dtype }]) => dtype === 'F32');
  return new Map(floats.map(([name, { shape, data }]) => [name, { shape, data: data as Float32Array<ArrayBuffer> }]));
}

function normalize(builder: OnnxBuilder, normalization: Normalization): string {
  const { scale, shift } = scaleAndShift(normalization);
  const shape = [1, normalization.mean.length, 1, 1];
  const [factor, summand] = [builder.constant(shape, scale), builder.constant(shape, shift)];
  return builder.add('Add', [builder.add('Mul', ['images', factor]), summand]);
}

function writeWeight(
  builder: OnnxBuilder,
  { name, shape, data }: FloatTensor & { readonly name: string },
  { float16, int8 }: { readonly float16: boolean; readonly int8: boolean },
): string {
  // Vectors are little, and scales and statistics want their precision.
  if (shape.length < 2) return builder.floats(name, shape, data);
  if (int8) return builder.int8(name, shape, quantise(data, { channels: shape[0]!, axis: 'first' }));
  return float16 ? builder.halves(name, shape, halfOfFloat32(data)) : builder.floats(name, shape, data);
}
