import { CheckpointError } from '../checkpoint-error.ts';
import type { TensorEntry } from '../tensor-entry.ts';
import type { LayerFacts } from '../tfjs/layer-facts.ts';
import type { KerasTensor, RenamedTensors } from './keras-tensor.ts';
import { asTorch } from './keras-vgg.ts';

/** `conv3_block1_0_conv/kernel` → `layer2.0.downsample.0.weight`, `conv1_bn/gamma` →
 * `bn1.weight`, `predictions` → `fc`.
 *
 * A convolution's bias, which torchvision's have not, is taken off the running mean of the batch
 * norm behind it, and what a batch norm adds to its variance beyond our 1e-5 goes into its running
 * variance: the same function, rounded once.
 * `keras.applications`' own halve the image in the first 1 × 1 convolution of a stage,
 * torchvision's in the 3 × 3 (v1.5), which no choice of weights makes up for: the trait
 * `strideIn` says so.
 * @throws {CheckpointError} `unsupported` unless the file says where each stage halves
 * the image, and pads as ours do. */
export function resnetFromKeras(tensors: readonly KerasTensor[], { file, layers }: ResNetFile): RenamedTensors {
  const strideIn = requireHalving(tensors, { file, layers });
  const biases = new Map(tensors.flatMap(({ entry, path }) => (isFolded(path) ? [[path, entry] as const] : [])));
  const renamed = tensors
    .filter(({ path }) => !isFolded(path))
    .map(({ entry, path }) => ({ entry: toOurs(entry, path, { biases, layers }), from: entry.name }));
  const traits = new Map(strideIn === 'conv1' ? [['strideIn', strideIn]] : []);
  return { tensors: renamed.map(({ entry }) => entry), fileNames: renamed.map(({ from }) => from), traits };
}

interface ResNetFile {
  readonly file: string;
  readonly layers: ReadonlyMap<string, LayerFacts>;
}

function isFolded(path: string): boolean {
  return path.endsWith('_conv/bias');
}

interface Folds {
  /** By their paths. */
  readonly biases: ReadonlyMap<string, TensorEntry>;
  readonly layers: ReadonlyMap<string, LayerFacts>;
}

function toOurs(entry: TensorEntry, path: string, { biases, layers }: Folds): TensorEntry {
  const [layer = '', field = ''] = path.split('/');
  const ours = ourLayer(layer);
  if (ours === undefined) return entry;
  if (field === 'moving_mean') return lowered(entry, `${ours}.running_mean`, biases.get(`${layer.replace(/bn$/u, 'conv')}/bias`));
  if (field === 'moving_variance') return raised(entry, `${ours}.running_var`, (layers.get(layer)?.epsilon ?? kerasEpsilon) - ourEpsilon);
  return asTorch(entry, ours, fields[field] ?? field);
}

const fields: Readonly<Record<string, string>> = { gamma: 'weight', beta: 'bias' };
const kerasEpsilon = 1.001e-5;
const ourEpsilon = 1e-5;

function ourLayer(layer: string): string | undefined {
  if (layer === 'predictions') return 'fc';
  const [, stem] = /^conv1_(conv|bn)$/u.exec(layer) ?? [];
  if (stem !== undefined) return `${stem}1`;
  const [, stage, block, index, kind] = /^conv([2-5])_block(\d{1,2})_([0-3])_(conv|bn)$/u.exec(layer) ?? [];
  if (stage === undefined) return undefined;
  const path = `layer${Number(stage) - 1}.${Number(block) - 1}`;
  return index === '0' ? `${path}.downsample.${kind === 'conv' ? 0 : 1}` : `${path}.${kind}${index}`;
}

/** mean − bias: (x + bias) − mean is x − (mean − bias). */
function lowered(mean: TensorEntry, name: string, bias: TensorEntry | undefined): TensorEntry {
  if (bias === undefined) return { ...mean, name };
  return changed(mean, name, async (values) => {
    const offsets = await bias.readFloat32();
    return values.map((value, index) => value - (offsets[index] ?? 0));
  });
}

/** variance + surplus. */
function raised(variance: TensorEntry, name: string, surplus: number): TensorEntry {
  return changed(variance, name, async (values) => values.map((value) => value + surplus));
}

function changed(entry: TensorEntry, name: string, change: (values: Float32Array<ArrayBuffer>) => Promise<Float32Array<ArrayBuffer>>): TensorEntry {
  const readFloat32 = async () => change(await entry.readFloat32());
  return { ...entry, name, dtype: 'F32', readFloat32, read: async () => ({ dtype: 'F32', shape: entry.shape, data: await readFloat32() }) };
}

/** Where each stage halves the image, which must be the same place in all of them.
 *
 * @throws {CheckpointError} `unsupported`. */
function requireHalving(tensors: readonly KerasTensor[], { file, layers }: ResNetFile): StrideIn {
  const blocks = tensors.flatMap(({ path }) => /^(conv[345]_block1)_1_conv\/kernel$/u.exec(path)?.[1] ?? []);
  const halvings = blocks.map((block) => halvingOf(block, layers));
  const places = new Set(halvings.flatMap((halving) => ('strideIn' in halving ? [halving.strideIn] : [])));
  const fault =
    halvings.find((halving) => 'fault' in halving)?.fault ?? (places.size > 1 ? 'its stages halve the image in different places' : otherPadding(layers));
  if (fault === undefined) return [...places][0] ?? 'conv2';
  const message = `${fault}. A ResNet of Keras is read where its model.json says that each stage halves the image in its first convolution, as keras.applications', or in its second, as torchvision's, padded alike on all sides. Convert it with tensorflowjs_converter from the whole model, or give weights of torchvision's, as torchvision:resnet50.`;
  throw new CheckpointError({ kind: 'unsupported', file, message });
}

type StrideIn = 'conv1' | 'conv2';
type Halving = { readonly strideIn: StrideIn } | { readonly fault: string };

/** How the first block of a stage halves the image. */
function halvingOf(block: string, layers: ReadonlyMap<string, LayerFacts>): Halving {
  const [first, second, past] = ['_1_conv', '_2_conv', '_0_conv'].map((end) => layers.get(`${block}${end}`));
  const strides = [first, second, past].map((layer) => layer?.strides ?? null);
  if (strides.includes(null)) return { fault: 'it does not say where it halves the image' };
  const places = strides.join(' ');
  if (places === '2,2 1,1 2,2') return { strideIn: 'conv1' };
  if (places !== '1,1 2,2 2,2') return { fault: `its ${block} has the strides ${strides.map((pair) => `[${pair!.join(', ')}]`).join(', ')}` };
  // At stride 2, `same` pads behind the image only, and torch pads around it.
  return second!.padding === 'valid' ? { strideIn: 'conv2' } : { fault: `its ${block}_2_conv pads as TensorFlow does` };
}

function otherPadding(layers: ReadonlyMap<string, LayerFacts>): string | undefined {
  const isOurs = [...layers.values()].every(({ padding }) => padding === null || isEven(padding));
  return isOurs ? undefined : 'it pads images on one side only';
}

/** Whether explicit padding is the same before and behind. */
function isEven(padding: NonNullable<LayerFacts['padding']>): boolean {
  return typeof padding === 'string' || padding.every(([before, behind]) => before === behind);
}
