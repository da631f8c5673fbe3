import { type TensorData, writeSafetensors, writeTorch } from '@attune/checkpoint';
import { zipSync } from 'fflate';

import type { SeedFile } from './fuzz-files.ts';

const tensors = new Map<string, TensorData>([
  ['conv1.weight', { dtype: 'F32', shape: [4, 3, 3, 3], data: Float32Array.from({ length: 108 }, (_, at) => at / 7) }],
  ['bn1.num_batches_tracked', { dtype: 'I64', shape: [], data: BigInt64Array.of(7n) }],
  ['fc.weight', { dtype: 'F64', shape: [2, 4], data: Float64Array.from({ length: 8 }, (_, at) => at * 1e3) }],
]);

/** A pickle of protocol 0 with one tensor, as text: every byte of it is an instruction that a
 * change can turn into another. */
const pickle =
  '}Vstate_dict\n}Vw\nctorch._utils\n_rebuild_tensor_v2\n((Vstorage\nctorch\nFloatStorage\nV0\nVcpu\nL6L\ntQL0L\n(L2L\nL3L\nt(L3L\nL1L\ntI00\nccollections\nOrderedDict\n)RtRssVepoch\nL3L\ns.';

/** A manifest of TensorFlow.js with each kind of quantisation, and a layer as its
 * topology has them. */
const modelJson = {
  format: 'layers-model',
  modelTopology: { class_name: 'Model', config: { layers: [{ class_name: 'Conv2D', config: { name: 'block1_conv1', strides: [1, 1] } }] } },
  weightsManifest: [
    {
      paths: ['./model.weights.bin'],
      weights: [
        { name: 'block1_conv1/kernel', shape: [3, 3, 1, 2], dtype: 'float32' },
        { name: 'fc1/kernel', shape: [8, 1], dtype: 'float32', quantization: { dtype: 'uint8', scale: 0.01, min: -1 } },
        { name: 'fc1/bias', shape: [4], dtype: 'int32', quantization: { dtype: 'uint16', scale: 2, min: -9 } },
        { name: 'half', shape: [4], dtype: 'float32', quantization: { dtype: 'float16' } },
      ],
    },
  ],
};

/** A beginning of Keras' ResNet50, with the layers that say where it halves the image. */
const resnetJson = {
  modelTopology: {
    config: {
      layers: [
        { config: { name: 'conv1_bn', epsilon: 1.001e-5 } },
        { config: { name: 'conv3_block1_0_conv', strides: [2, 2], padding: 'valid' } },
        { config: { name: 'conv3_block1_1_conv', strides: [2, 2], padding: 'valid' } },
        { config: { name: 'conv3_block1_2_conv', strides: [1, 1], padding: 'same' } },
      ],
    },
  },
  weightsManifest: [
    {
      paths: ['group1-shard1of1.bin'],
      weights: [
        { name: 'conv1_conv/kernel', shape: [1, 1, 1, 2], dtype: 'float32' },
        { name: 'conv1_conv/bias', shape: [2], dtype: 'float32' },
        { name: 'conv1_bn/moving_mean', shape: [2], dtype: 'float32' },
        { name: 'conv1_bn/moving_variance', shape: [2], dtype: 'float32' },
        { name: 'conv3_block1_1_conv/kernel', shape: [4, 4, 1, 1], dtype: 'float32' },
      ],
    },
  ],
};

/** One small file of each kind of layer: zip with a binary and with a textual pickle,
 * packed and not; safetensors; a shard index; a model.json of a VGG and one of a ResNet
 * with their weights; a bare pickle. */
export function seedFiles(): SeedFile[] {
  const storage = Uint8Array.from({ length: 24 }, (_, at) => at * 9);
  const entries = { 'a/data.pkl': new TextEncoder().encode(pickle), 'a/data/0': storage, 'a/byteorder': new TextEncoder().encode('little') };
  const index = { metadata: {}, weight_map: { 'fc.weight': 'model-00001-of-00002.safetensors', __proto__: '../../etc/passwd' } };
  return [
    { format: 'torch zip', bytes: writeTorch(tensors) },
    { format: 'torch zip, text pickle', bytes: zipSync(entries, { level: 0 }) },
    { format: 'torch zip, packed', bytes: zipSync(entries, { level: 9 }) },
    { format: 'safetensors', bytes: writeSafetensors(tensors, { metadata: { format: 'pt' } }) },
    { format: 'shard index', bytes: new TextEncoder().encode(JSON.stringify(index)) },
    { format: 'model.json', bytes: new TextEncoder().encode(JSON.stringify(modelJson)), beside: Uint8Array.from({ length: 96 }, (_, at) => at * 5) },
    {
      format: 'model.json of a ResNet',
      bytes: new TextEncoder().encode(JSON.stringify(resnetJson)),
      beside: Uint8Array.from({ length: 96 }, (_, at) => at * 5),
    },
    { format: 'legacy', bytes: legacy(storage) },
  ];
}

const words = (text: string) => [...new TextEncoder().encode(text)];

/** The stream before PyTorch 1.6: magic number, protocol, system, object, keys of
 * storages, storages. */
function legacy(storage: Uint8Array): Uint8Array {
  const magic = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e];
  const protocol = [0x80, 2, 0x4d, 0xe9, 3, 0x2e];
  const system = [0x80, 2, ...words('}Vlittle_endian\nI01\ns.')];
  const object = [0x80, 2, ...words(pickle.replace('V0\nVcpu\nL6L\n', 'V0\nVcpu\nL6L\nN'))];
  const keys = [0x80, 2, ...words(']V0\na.')];
  return Uint8Array.from([...magic, ...protocol, ...system, ...object, ...keys, 6, 0, 0, 0, 0, 0, 0, 0, ...storage]);
}
