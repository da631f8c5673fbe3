import type { Checkpoint } from '../checkpoint.ts';
import { CheckpointError } from '../checkpoint-error.ts';
import type { TensorEntry } from '../tensor-entry.ts';
import type { RenamedTensors } from './keras-tensor.ts';
import { resnetFromKeras } from './keras-resnet.ts';
import { vggFromKeras, vggToKeras } from './keras-vgg.ts';

/** Whether the names are those of `keras.applications`' VGGs or ResNets. */
export function isKeras(names: readonly string[]): boolean {
  return names.some((name) => /(^|\/)(block\d+_conv\d+|conv1_conv|conv\d+_block\d+_\d+_conv)\/kernel$/u.test(name));
}

/** Keras' names and layout (kernels [H, W, I, O], matrices [in, out], dense layers that see
 * positions before channels) as torchvision's.
 *
 * Source: keras-team/keras, `applications/vgg16.py`, `vgg19.py`, `resnet.py`.
 * @throws {CheckpointError} `unsupported` for a ResNet that computes what none of ours
 * does, whatever its weights. */
export function fromKeras({ file, tensors, layers }: Pick<Checkpoint, 'file' | 'tensors' | 'layers'>): RenamedTensors {
  const plain = tensors.map((entry) => ({ entry, path: plainPath(entry.name) }));
  const isVgg = plain.some(({ path }) => path.startsWith('block'));
  return isVgg ? vggFromKeras(plain, file) : resnetFromKeras(plain, { file, layers: layers ?? new Map() });
}

/** The way back, for the VGGs that Keras has.
 *
 * @throws {CheckpointError} `unsupported` for any other network. */
export function toKeras({ file, tensors }: Pick<Checkpoint, 'file' | 'tensors'>): TensorEntry[] {
  const hasNorms = tensors.some(({ name }) => name.endsWith('running_mean'));
  if (!hasNorms && tensors.some(({ name }) => name === 'features.0.weight')) return vggToKeras(tensors, file);
  const message = "only VGGs without batch norm can have Keras' names: its ResNets have biases in front of batch norms. Leave the flavour out.";
  throw new CheckpointError({ kind: 'unsupported', file, message });
}

function plainPath(name: string): string {
  return name.split('/').slice(-2).join('/');
}
