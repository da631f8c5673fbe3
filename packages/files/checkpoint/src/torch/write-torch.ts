import { refuseUnknownOptions } from '@attune/errors';
import { zipSync } from 'fflate';

import { CheckpointError } from '../checkpoint-error.ts';
import { PickleWriter } from '../pickle/pickle-writer.ts';
import type { Dtype } from '../tensor/dtype.ts';
import { extraFolder } from './torch-extras.ts';
import { type StoredFloatChoice, type StoredTensor, bytesOf, storedTensors } from '../tensor/stored-tensor.ts';
import type { TensorData } from '../tensor/tensor-data.ts';

export interface WriteTorchOptions {
  /** Default: as they are. */
  readonly dtype?: StoredFloatChoice;
  /** Of the network whose state it is; a state dict cannot say them. Default: none. */
  readonly traits?: ReadonlyMap<string, string>;
  /** Texts that travel with the weights, in files of the archive that `torch.load` passes over. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The bytes of a PyTorch file with a state dict, in the tensors' order: `torch.load` reads it,
 * with `weights_only` too, and `load_state_dict` takes it.
 *
 * Source: the zip format of torch 1.6 and later (`torch/serialization.py`).
 * @throws {CheckpointError} `malformed`, `overflow` as `writeSafetensors` does; `unsupported` for a
 * dtype that torch 1 has not (U16, U32, U64), and for a network with traits: torchvision's would
 * take its state and compute something else.
 * @throws {UnknownOptionError} when an option does not exist. */
export function writeTorch(tensors: ReadonlyMap<string, TensorData>, options: WriteTorchOptions = {}): Uint8Array {
  refuseUnknownOptions('writeTorch', options, { dtype: true, traits: true, metadata: true } satisfies Record<keyof WriteTorchOptions, true>);
  const { dtype = 'F32', traits = new Map(), metadata = {} } = options;
  requireUsual(traits);
  const records = storedTensors(tensors, dtype, 'writeTorch');
  const files: Record<string, Uint8Array> = { 'archive/data.pkl': pickleOf(records), 'archive/byteorder': new TextEncoder().encode('little') };
  records.forEach((record, index) => (files[`archive/data/${index}`] = bytesOf(record)));
  for (const [key, text] of Object.entries(metadata)) files[`archive/${extraFolder}${key}`] = new TextEncoder().encode(text);
  files['archive/version'] = new TextEncoder().encode('3\n');
  // One moment for every file, so that the same state gives the same bytes.
  return zipSync(files, { level: 0, mtime: new Date('1980-01-01T00:00:00') });
}

function requireUsual(traits: ReadonlyMap<string, string>): void {
  if (traits.size === 0) return;
  const listed = [...traits].map(([trait, value]) => `${trait} ${value}`).join(', ');
  throw new CheckpointError({
    kind: 'unsupported',
    file: 'writeTorch',
    message: `torch files cannot say that this network has ${listed}, and torchvision's would take its weights and compute something else. Write safetensors, which say so (attune_strides.py of @attune/export loads them into torchvision's network), or ONNX.`,
  });
}

function pickleOf(records: readonly StoredTensor[]): Uint8Array {
  const pickle = new PickleWriter();
  orderedDict(pickle).setItems(() => {
    records.forEach((record, index) => {
      pickle.text(record.name).global('torch._utils', '_rebuild_tensor_v2');
      pickle.tuple(() => tensorArguments(pickle, record, `${index}`)).reduce();
    });
  });
  return pickle.finish();
}

/** Storage, offset, size, stride, requires_grad, hooks. */
function tensorArguments(pickle: PickleWriter, { name, tensor: { shape, data }, dtype }: StoredTensor, key: string): void {
  pickle
    .tuple(() => {
      pickle.text('storage').global('torch', storageOf(name, dtype));
      pickle.text(key).text('cpu').whole(data.length);
    })
    .persistentId();
  pickle.whole(0);
  pickle.tuple(() => shape.forEach((size) => pickle.whole(size)));
  pickle.tuple(() => shape.forEach((_, axis) => pickle.whole(shape.slice(axis + 1).reduce((product, size) => product * size, 1))));
  orderedDict(pickle.false());
}

function orderedDict(pickle: PickleWriter): PickleWriter {
  return pickle.global('collections', 'OrderedDict').emptyTuple().reduce();
}

const storages: Readonly<Partial<Record<Dtype, string>>> = {
  F64: 'DoubleStorage',
  F32: 'FloatStorage',
  F16: 'HalfStorage',
  BF16: 'BFloat16Storage',
  I64: 'LongStorage',
  I32: 'IntStorage',
  I16: 'ShortStorage',
  I8: 'CharStorage',
  U8: 'ByteStorage',
  BOOL: 'BoolStorage',
};

function storageOf(name: string, dtype: Dtype): string {
  const storage = storages[dtype];
  if (storage !== undefined) return storage;
  throw new CheckpointError({
    kind: 'unsupported',
    file: 'writeTorch',
    message: `${name} is ${dtype}, which PyTorch files do not hold. Write safetensors.`,
    tensors: [name],
  });
}
