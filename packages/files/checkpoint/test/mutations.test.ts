import { readdirSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { CheckpointError, filesBeside, inOurNames, readCheckpoint, writeSafetensors } from '../src/index.ts';
import { readerOf } from './support/bytes.ts';
import { goldenBytes, goldenPath } from './support/goldens.ts';
import { drawFrom, mutate } from './support/mutate.ts';

const mutantsEach = 120;
const safetensors = writeSafetensors(
  new Map([
    ['conv1.weight', { dtype: 'F32', shape: [2, 3, 3, 3], data: new Float32Array(54) }],
    ['bn1.num_batches_tracked', { dtype: 'I64', shape: [], data: BigInt64Array.of(7n) }],
    ['half', { dtype: 'F16', shape: [5], data: new Uint16Array(5) }],
  ]),
  { metadata: { format: 'pt' } },
);
const goldens = readdirSync(goldenPath('')).filter((name) => name !== 'expected.json');
const files: [name: string, bytes: Uint8Array][] = [
  ['written.safetensors', safetensors],
  ...goldens.map((name): [string, Uint8Array] => [name, goldenBytes(name)]),
];

describe(`${files.length * mutantsEach} damaged files`, () => {
  it.each(files)(`${mutantsEach} mutants of %s are read or refused with a CheckpointError`, async (name, bytes) => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    for (let seed = 0; seed < mutantsEach; seed++) {
      const mutant = mutate(bytes, drawFrom(seed * 7919 + bytes.length));
      const outcome = await readWhole(mutant).catch((error: unknown) => error);
      expect(outcome === undefined || outcome instanceof CheckpointError, `mutant ${seed} of ${name}: ${String(outcome)}`).toBe(true);
      if (outcome instanceof CheckpointError) expect(outcome.message).not.toContain('\n');
    }
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  });
});

const vggJson = new TextEncoder().encode(
  JSON.stringify({
    format: 'layers-model',
    modelTopology: { class_name: 'Model', config: { layers: [{ class_name: 'Conv2D', config: { name: 'block1_conv1', strides: [1, 1], padding: 'same' } }] } },
    weightsManifest: [
      {
        paths: ['./group1-shard1of2.bin', 'group1-shard2of2.bin'],
        weights: [
          { name: 'block1_conv1/kernel', shape: [3, 3, 1, 2], dtype: 'float32' },
          { name: 'fc1/kernel', shape: [8, 2], dtype: 'float32', quantization: { dtype: 'uint8', scale: 0.01, min: -1 } },
          { name: 'half', shape: [4], dtype: 'float32', quantization: { dtype: 'float16' } },
        ],
      },
    ],
  }),
);
/** A beginning of Keras' ResNet50, with all that decides whether and how it is read. */
const resnetJson = new TextEncoder().encode(
  JSON.stringify({
    modelTopology: {
      model_config: {
        config: {
          layers: [
            {
              config: {
                name: 'conv1_pad',
                padding: [
                  [3, 3],
                  [3, 3],
                ],
              },
            },
            { config: { name: 'conv1_bn', epsilon: 1.001e-5 } },
            { config: { name: 'conv3_block1_0_conv', strides: [2, 2], padding: 'valid' } },
            { config: { name: 'conv3_block1_1_conv', strides: [2, 2], padding: 'valid' } },
            { config: { name: 'conv3_block1_2_conv', strides: [1, 1], padding: 'same' } },
          ],
        },
      },
    },
    weightsManifest: [
      {
        paths: ['group1-shard1of2.bin', 'group1-shard2of2.bin'],
        weights: [
          { name: 'conv1_conv/kernel', shape: [1, 1, 1, 2], dtype: 'float32' },
          { name: 'conv1_conv/bias', shape: [2], dtype: 'float32' },
          ...['gamma', 'beta', 'moving_mean', 'moving_variance'].map((field) => ({ name: `conv1_bn/${field}`, shape: [2], dtype: 'float32' })),
          { name: 'conv3_block1_1_conv/kernel', shape: [1, 1, 1, 1], dtype: 'float32' },
          { name: 'conv3_block1_2_conv/kernel', shape: [3, 3, 1, 1], dtype: 'float32' },
          { name: 'predictions/kernel', shape: [1, 2], dtype: 'float32' },
        ],
      },
    ],
  }),
);
const shards: ReadonlyMap<string, Uint8Array> = new Map([
  ['group1-shard1of2.bin', new Uint8Array(50)],
  ['group1-shard2of2.bin', new Uint8Array(46)],
]);

it.each([
  ['VGG', vggJson],
  ['ResNet', resnetJson],
] as const)(
  '2,000 mutants of a model.json of a %s beside its weights are read, under our names too, or refused with a CheckpointError; no other file is asked for by a path',
  async (_, modelJson) => {
    const asked = new Set<string>();
    let readable = 0;
    for (let seed = 0; seed < 2000; seed++) {
      const mutant = mutate(modelJson, drawFrom(seed * 7919 + modelJson.length));
      const outcome = await readModel(mutant, asked).catch((error: unknown) => error);
      expect(outcome === undefined || outcome instanceof CheckpointError, `mutant ${seed}: ${String(outcome)}`).toBe(true);
      if (outcome === undefined) readable += 1;
      else expect((outcome as CheckpointError).message).not.toContain('\n');
    }
    expect(readable).toBeGreaterThan(100);
    expect([...asked].filter((name) => /[/\\:\0]/u.test(name))).toEqual([]);
  },
);

async function readModel(bytes: Uint8Array, asked: Set<string>): Promise<void> {
  const sibling = async (name: string) => readerOf(shards.get(asked.add(name) && name) ?? notThere(name));
  for (const name of await filesBeside(bytes)) asked.add(name);
  const checkpoint = await readCheckpoint({ ...readerOf(bytes), sibling });
  for (const entry of [...checkpoint.tensors, ...inOurNames(checkpoint).tensors]) await entry.readFloat32();
}

function notThere(file: string): never {
  throw new CheckpointError({ kind: 'not-found', file, message: 'there is no such file.' });
}

/** As an inspection does: every tensor, under a bound that keeps the test small. */
async function readWhole(bytes: Uint8Array): Promise<void> {
  const { tensors } = await readCheckpoint(bytes, { limits: { maxExpandedBytes: 2 ** 24 } });
  for (const entry of tensors) await entry.read();
}
