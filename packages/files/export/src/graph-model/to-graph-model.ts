import { foldedNormsEntry, halfOfFloat32 } from '@attune/checkpoint';
import { refuseUnknownOptions } from '@attune/errors';
import type { Network } from '@attune/nn';
import { stateDict } from '@attune/nn';

import { type Normalization, scaleAndShift } from '../normalization.ts';
import { foldBatchNorms, nothingFolded } from '../trace/fold-batch-norms.ts';
import { traceNetwork } from '../trace/trace-network.ts';
import { GraphDefBuilder, type ModelWeight } from './graph-def-builder.ts';
import { GraphDefEmitter } from './graph-def-emitter.ts';

export interface GraphModelOptions {
  /** Side of the images, in pixels. */
  readonly imageSize: number;
  /** Takes pixels of 0 … 255 and normalises them inside; without it the model takes
   * what the network takes. */
  readonly normalization?: Normalization | undefined;
  /** Stores weights in half precision, which halves the file. Default: false. */
  readonly float16?: boolean | undefined;
  /** Stores kernels and matrices as whole numbers of eight bits, a scale for each output channel,
   * which makes the file a quarter. Default: false. */
  readonly int8?: boolean | undefined;
  /** Folds batch norms into the convolutions before them: fewer operations, the same logits but for
   * rounding. Default: false. */
  readonly foldBatchNorm?: boolean | undefined;
  /** Gives a second output, `embedding` [batch, C]: what the head is given of each image. Default:
   * false. */
  readonly embedding?: boolean | undefined;
  /** Words that travel with the model, such as its classes. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** The two files of a tfjs graph model. */
export interface GraphModelFiles {
  /** `model.json`: the graph, and where its weights are in the other file, `weights.bin`. */
  readonly json: string;
  readonly weights: Uint8Array<ArrayBuffer>;
}

/** A network as a TensorFlow.js graph model, which `tf.loadGraphModel` of the stock
 * packages loads without a line of Attune: `images` [batch, imageSize, imageSize, channels] →
 * `logits` [batch, classes], for any batch.
 *
 * @throws {ExportError} when the network runs something that has no place in a graph.
 * @throws {UnknownOptionError} when an option does not exist. */
export async function toGraphModel(network: Network, options: GraphModelOptions): Promise<GraphModelFiles> {
  refuseUnknownOptions('toGraphModel', options, graphModelOptions);
  const { imageSize, normalization, float16 = false, int8 = false, foldBatchNorm = false, embedding = false, metadata = {} } = options;
  const half = float16 ? 'float16' : undefined;
  const graph = await traceNetwork(network, { imageSize, embedding });
  const builder = new GraphDefBuilder();
  const placeholder = builder.placeholder('images', [-1, imageSize, imageSize, network.channels]);
  const images = normalization === undefined ? placeholder : normalize(builder, placeholder, normalization);
  const own = await weightsOf(network);
  const folded = foldBatchNorm ? foldBatchNorms(graph, (name) => own.get(name)!, 'last') : nothingFolded;
  const weights = new Map([...own, ...folded.weights]);
  const emitter = new GraphDefEmitter({ builder, images, weights, stored: int8 ? 'int8' : half, folded: folded.nodes });
  builder.add('Identity', [emitter.emit(graph.logits)], {}, 'logits');
  if (graph.embedding !== null) builder.add('Identity', [emitter.emit(graph.embedding)], {}, 'embedding');
  const signature = {
    inputs: { images: tensorInfo('images:0', [-1, imageSize, imageSize, network.channels]) },
    outputs: {
      logits: tensorInfo('logits:0', [-1, network.classes]),
      ...(graph.embedding !== null && { embedding: tensorInfo('embedding:0', [-1, graph.embedding.shape[1]!]) }),
    },
  };
  const manifest = builder.weights.map(manifestEntry);
  const model = {
    format: 'graph-model',
    generatedBy: 'attune',
    convertedBy: null,
    signature,
    userDefinedMetadata: { ...metadata, ...foldedNormsEntry(folded.norms) },
    modelTopology: { node: builder.nodes, versions: { producer: 1 } },
    weightsManifest: [{ paths: ['weights.bin'], weights: manifest }],
  };
  return { json: JSON.stringify(model), weights: joined(builder.weights) };
}

const graphModelOptions = {
  imageSize: true,
  normalization: true,
  float16: true,
  int8: true,
  foldBatchNorm: true,
  embedding: true,
  metadata: true,
} satisfies Record<keyof GraphModelOptions, true>;

/** Whole numbers of −127 … 127 as tfjs stores them: from 0 up, and where they begin. */
const firstStep = -127;

function manifestEntry({ name, shape, values, stored }: ModelWeight): object {
  const entry = { name, shape, dtype: values instanceof Int32Array ? 'int32' : 'float32' };
  if (stored === 'float16') return { ...entry, quantization: { dtype: 'float16' } };
  return stored === 'int8' ? { ...entry, quantization: { dtype: 'uint8', scale: 1, min: firstStep } } : entry;
}

/** Whole numbers as bytes, counted from the least. */
function stepsFrom(values: ModelWeight['values'], least: number): Uint8Array {
  const bytes = new Uint8Array(values.length);
  for (let index = 0; index < values.length; index++) bytes[index] = values[index]! - least;
  return bytes;
}

function storedBytes({ values, stored }: ModelWeight): Uint8Array {
  if (stored === 'int8') return stepsFrom(values, firstStep);
  const kept = stored === 'float16' ? halfOfFloat32(values as Float32Array) : values;
  return new Uint8Array(kept.buffer, kept.byteOffset, kept.byteLength);
}

async function weightsOf(network: Network): Promise<Map<string, Float32Array>> {
  const weights = new Map<string, Float32Array>();
  for (const [name, variable] of stateDict(network)) weights.set(name, await variable.data<'float32'>());
  return weights;
}

function tensorInfo(name: string, shape: readonly number[]): object {
  return { name, dtype: 'DT_FLOAT', tensorShape: { dim: shape.map((size) => ({ size: `${size}` })) } };
}

function normalize(builder: GraphDefBuilder, images: string, normalization: Normalization): string {
  const { scale, shift } = scaleAndShift(normalization);
  const [factor, summand] = [builder.constant([normalization.mean.length], scale), builder.constant([normalization.mean.length], shift)];
  return builder.add('AddV2', [builder.add('Mul', [images, factor]), summand]);
}

function joined(weights: readonly ModelWeight[]): Uint8Array<ArrayBuffer> {
  const parts = weights.map(storedBytes);
  const bytes = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let position = 0;
  for (const part of parts) {
    bytes.set(part, position);
    position += part.byteLength;
  }
  return bytes;
}
