import { startBackend } from '@attune/backend';
import { loadPretrained, readCheckpoint, saveModel } from '@attune/checkpoint';
import { type CbamVariant, cbam } from '@attune/cbam';
import { type Network, disposeModule, evaluation } from '@attune/nn';
import { resnet18, resnet20, resnet50, resnetPlacements } from '@attune/resnet';
import { se } from '@attune/se';
import { vgg11, vgg16_bn } from '@attune/vgg';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { InferenceSession, Tensor, env } from 'onnxruntime-web';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { fillWithGenerated, generatedImages } from '../../../../tools/testing/generated-network.ts';
import { relativeDifferenceOf } from '../../../../tools/testing/golden.ts';
import { roundToInt8, toGraphModel, toOnnx } from '../src/index.ts';

beforeAll(async () => {
  await startBackend('wasm');
  env.wasm.numThreads = 1;
  env.logLevel = 'error';
});

const gates = (variant: CbamVariant) => ({ attention: cbam({ variant }) });
/** Whose weights are generated. */
const unseeded = { classes: 7, seed: null };
const narrow = { ...unseeded, hidden: 32 };

const networks: readonly (readonly [string, number, () => Network])[] = [
  ['resnet18', 32, () => resnet18(unseeded)],
  ['resnet18 + identity after each block', 41, () => resnet18({ ...unseeded, ...gates('identity') })],
  ["resnet18 + authors' in each block", 32, () => resnet18({ ...unseeded, placement: 'in-block', ...gates('authors') })],
  ["resnet18 + timm's after each stage", 32, () => resnet18({ ...unseeded, placement: 'after-stage', ...gates('timm') })],
  ["resnet18 + lecture's after each block", 32, () => resnet18({ ...unseeded, ...gates('lecture') })],
  ["resnet20 + authors' gate of positions alone, 3 × 3", 32, () => resnet20({ attention: cbam({ variant: 'authors', gates: 'positions', kernelSize: 3 }) })],
  ["resnet20 + identity's gate of channels alone", 32, () => resnet20({ attention: cbam({ gates: 'channels' }) })],
  ['resnet18 + SE after each block', 32, () => resnet18({ ...unseeded, attention: se() })],
  ["resnet18 + timm's SE in each block", 32, () => resnet18({ ...unseeded, placement: 'in-block', attention: se({ variant: 'se-timm' }) })],
  ['resnet50', 32, () => resnet50(unseeded)],
  ['resnet50 with its strides in conv1', 37, () => resnet50({ ...unseeded, strideIn: 'conv1' })],
  // After each block, generated gates turn a change of the images by 1e-7 into 7e-4 of the logits.
  ['resnet20 + identity in each block', 32, () => resnet20({ placement: 'in-block', ...gates('identity') })],
  ['vgg11 on a grid that it must average', 64, () => vgg11({ ...narrow, poolSize: 3 })],
  ['vgg16_bn + identity', 64, () => vgg16_bn({ ...narrow, poolSize: 2, ...gates('identity') })],
];

it.each([toOnnx, toGraphModel])('%o refuses an option that does not exist', async (write) => {
  const options = { imageSize: 32, half: true };
  await expect(write(resnet20(), options)).rejects.toThrow(/^to(Onnx|GraphModel): "half" is not an option: the options are imageSize, normalization,/);
});

function logitsOf(network: Network, images: tf.Tensor4D): Float32Array {
  return tf.tidy(() => Float32Array.from(network.forward(images, evaluation).dataSync()));
}

/** [N, H, W, C] in torch's order. */
function channelsFirst(images: tf.Tensor4D): Float32Array {
  return tf.tidy(() => Float32Array.from(tf.transpose(images, [0, 3, 1, 2]).dataSync()));
}

async function runOnnx(model: Uint8Array, values: Float32Array, shape: readonly number[]): Promise<Float32Array> {
  const session = await InferenceSession.create(model);
  const { logits } = await session.run({ images: new Tensor('float32', values, [...shape]) });
  await session.release();
  return logits!.data as Float32Array;
}

async function runGraphModel(files: Awaited<ReturnType<typeof toGraphModel>>, images: tf.Tensor4D): Promise<Float32Array> {
  const { modelTopology, weightsManifest, ...rest } = JSON.parse(files.json) as {
    modelTopology: object;
    weightsManifest: [{ weights: tf.io.WeightsManifestEntry[] }];
  };
  const model = await loadGraphModel(tf.io.fromMemory({ ...rest, modelTopology, weightSpecs: weightsManifest[0].weights, weightData: files.weights.buffer }));
  const logits = model.predict(images) as tf.Tensor;
  const values = Float32Array.from(await logits.data<'float32'>());
  tf.dispose(logits);
  model.dispose();
  return values;
}

describe.each(networks)('%s', (_, size, build) => {
  let network: Network;
  beforeAll(() => void (network = fillWithGenerated(build())));
  afterAll(() => disposeModule(network));

  it('as ONNX gives our logits within 1e-4 on onnxruntime, for a batch of 1 and of 3', async () => {
    const model = await toOnnx(network, { imageSize: size });
    for (const count of [1, 3]) {
      const images = generatedImages(`images.${count}`, count, size);
      const logits = await runOnnx(model, channelsFirst(images), [count, 3, size, size]);
      expect(relativeDifferenceOf(logits, logitsOf(network, images))).toBeLessThan(1e-4);
      images.dispose();
    }
  });

  it('as a graph model gives our logits within 1e-4 on stock tfjs, for a batch of 1 and of 3', async () => {
    const files = await toGraphModel(network, { imageSize: size });
    for (const count of [1, 3]) {
      const images = generatedImages(`images.${count}`, count, size);
      expect(relativeDifferenceOf(await runGraphModel(files, images), logitsOf(network, images))).toBeLessThan(1e-4);
      images.dispose();
    }
  });
});

const folded: typeof networks = [
  ...(['identity', 'authors', 'timm', 'lecture'] as const).map(
    (variant, index) => [`resnet20 + ${variant}`, 32, () => resnet20({ placement: resnetPlacements[index % 3]!, ...gates(variant) })] as const,
  ),
  ["resnet20 + timm's SE", 32, () => resnet20({ attention: se({ variant: 'se-timm' }) })],
  ['resnet50 with its strides in conv1', 32, () => resnet50({ ...unseeded, strideIn: 'conv1' })],
  ['vgg16_bn + identity', 64, () => vgg16_bn({ ...narrow, poolSize: 2, ...gates('identity') })],
];

describe.each(folded)('%s with its batch norms folded', (_, size, build) => {
  let network: Network;
  beforeAll(() => void (network = fillWithGenerated(build())));
  afterAll(() => disposeModule(network));

  it('gives on onnxruntime and on stock tfjs the logits of the export with them within 1e-5', async () => {
    const images = generatedImages('images.1', 1, size);
    const [plain, onnx] = [await toOnnx(network, { imageSize: size }), await toOnnx(network, { imageSize: size, foldBatchNorm: true })];
    const [plainModel, model] = [await toGraphModel(network, { imageSize: size }), await toGraphModel(network, { imageSize: size, foldBatchNorm: true })];
    expect(Buffer.from(plain).includes('BatchNormalization')).toBe(true);
    expect(Buffer.from(onnx).includes('BatchNormalization')).toBe(false);
    expect(model.json).not.toContain('FusedBatchNorm');
    const onOnnx = async (bytes: Uint8Array) => runOnnx(bytes, channelsFirst(images), [1, 3, size, size]);
    expect(relativeDifferenceOf(await onOnnx(onnx), await onOnnx(plain))).toBeLessThan(1e-5);
    expect(relativeDifferenceOf(await runGraphModel(model, images), await runGraphModel(plainModel, images))).toBeLessThan(1e-5);
    images.dispose();
  });

  it('loads into its network again, which then has the logits of before within 2e-5', async () => {
    const images = generatedImages('images.1', 1, size);
    const onnx = await toOnnx(network, { imageSize: size, foldBatchNorm: true });
    const { json, weights } = await toGraphModel(network, { imageSize: size, foldBatchNorm: true });
    for (const source of [onnx, [new File([json], 'model.json'), new File([weights], 'weights.bin')]]) {
      const again = build();
      await loadPretrained(again, await readCheckpoint(source));
      expect(relativeDifferenceOf(logitsOf(again, images), logitsOf(network, images))).toBeLessThan(2e-5);
      disposeModule(again);
    }
    images.dispose();
  });
});

describe('what may be inside', () => {
  it('folded batch norms with weights of eight bits: the logits of the rounded network within 1e-4', async () => {
    const network = fillWithGenerated(resnet20({ ...gates('authors') }));
    const images = generatedImages('images.0', 2, 32);
    const options = { imageSize: 32, int8: true, foldBatchNorm: true };
    const [onnx, graphModel] = [await toOnnx(network, options), await toGraphModel(network, options)];
    await roundToInt8(network);
    const rounded = logitsOf(network, images);
    expect(relativeDifferenceOf(await runOnnx(onnx, channelsFirst(images), [2, 3, 32, 32]), rounded)).toBeLessThan(1e-4);
    expect(relativeDifferenceOf(await runGraphModel(graphModel, images), rounded)).toBeLessThan(1e-4);
    images.dispose();
    disposeModule(network);
  });

  const normalization = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };

  it('normalisation: pixels of 0 to 255 in, the logits of normalised images out', async () => {
    const network = fillWithGenerated(resnet20());
    const pixels = tf.tidy(() => tf.round(tf.mul(tf.add(generatedImages('images.0', 2, 32), 1), 127)) as tf.Tensor4D);
    const normalized = tf.tidy(() => tf.div(tf.sub(tf.div(pixels, 255), normalization.mean), normalization.std) as tf.Tensor4D);
    const expected = logitsOf(network, normalized);
    const onnx = await runOnnx(await toOnnx(network, { imageSize: 32, normalization }), channelsFirst(pixels), [2, 3, 32, 32]);
    expect(relativeDifferenceOf(onnx, expected)).toBeLessThan(1e-4);
    const graphModel = await runGraphModel(await toGraphModel(network, { imageSize: 32, normalization }), pixels);
    expect(relativeDifferenceOf(graphModel, expected)).toBeLessThan(1e-4);
    tf.dispose([pixels, normalized]);
    disposeModule(network);
  });

  it('int8 weights: a third of the bytes at most, and on stock runtimes the logits of the rounded network within 1e-4', async () => {
    const network = fillWithGenerated(resnet20());
    const images = generatedImages('images.0', 2, 32);
    const [plain, precise] = [await toOnnx(network, { imageSize: 32 }), logitsOf(network, images)];
    const onnx = await toOnnx(network, { imageSize: 32, int8: true });
    const graphModel = await toGraphModel(network, { imageSize: 32, int8: true });
    await roundToInt8(network);
    const rounded = logitsOf(network, images);
    expect(relativeDifferenceOf(rounded, precise)).toBeGreaterThan(1e-4);
    expect(relativeDifferenceOf(rounded, precise)).toBeLessThan(5e-2);
    expect(relativeDifferenceOf(await runOnnx(onnx, channelsFirst(images), [2, 3, 32, 32]), rounded)).toBeLessThan(1e-4);
    expect(relativeDifferenceOf(await runGraphModel(graphModel, images), rounded)).toBeLessThan(1e-4);
    expect(onnx.byteLength * 3).toBeLessThan(plain.byteLength);
    const { tensors } = await readCheckpoint(onnx);
    const wanted = await saveModel(network);
    for (const entry of tensors) {
      const { shape, data } = wanted.get(entry.name)!;
      expect(entry.shape).toEqual(shape);
      expect(relativeDifferenceOf(await entry.readFloat32(), data as Float32Array)).toBeLessThan(1e-6);
    }
    images.dispose();
    disposeModule(network);
  });

  it('weights of half precision as a graph model: logits within 1e-2 of ours on stock tfjs', async () => {
    const network = fillWithGenerated(resnet20());
    const images = generatedImages('images.0', 2, 32);
    const [whole, half] = [await toGraphModel(network, { imageSize: 32 }), await toGraphModel(network, { imageSize: 32, float16: true })];
    expect(half.weights.byteLength).toBeLessThan(whole.weights.byteLength * 0.52);
    expect(relativeDifferenceOf(await runGraphModel(half, images), logitsOf(network, images))).toBeLessThan(1e-2);
    images.dispose();
    disposeModule(network);
  });

  it('weights of half precision: half the bytes, logits within 1e-2', async () => {
    const network = fillWithGenerated(resnet20());
    const images = generatedImages('images.0', 2, 32);
    const [whole, half] = [await toOnnx(network, { imageSize: 32 }), await toOnnx(network, { imageSize: 32, float16: true })];
    expect(half.length / whole.length).toBeLessThan(0.56);
    expect(relativeDifferenceOf(await runOnnx(half, channelsFirst(images), [2, 3, 32, 32]), logitsOf(network, images))).toBeLessThan(1e-2);
    images.dispose();
    disposeModule(network);
  });

  it('the backend that ran is the current one again, and no tensor is left', async () => {
    const network = resnet20();
    const before = tf.memory().numTensors;
    await toOnnx(network, { imageSize: 32 });
    expect(tf.getBackend()).toBe('wasm');
    expect(tf.memory().numTensors).toBe(before);
    disposeModule(network);
  });
});

describe('a written model is read as a checkpoint', () => {
  const filesOf = {
    onnx: async (network: Network) => readCheckpoint(await toOnnx(network, { imageSize: 32, metadata: { 'attune.model': 'a card' } })),
    tfjs: async (network: Network) => {
      const { json, weights } = await toGraphModel(network, { imageSize: 32, metadata: { 'attune.model': 'a card' } });
      return readCheckpoint([new File([json], 'model.json'), new File([weights], 'weights.bin')]);
    },
  };

  it.each(Object.keys(filesOf) as (keyof typeof filesOf)[])(
    '%s: every weight comes back under its name, to the bit, with the texts beside them',
    async (kind) => {
      const network = fillWithGenerated(resnet20({ classes: 7, placement: 'in-block', ...gates('authors') }));
      const { tensors, metadata } = await filesOf[kind](network);
      expect(metadata.get('attune.model')).toBe('a card');
      const state = new Map([...(await saveModel(network))].filter(([, { dtype }]) => dtype === 'F32'));
      expect(tensors.map(({ name }) => name).toSorted()).toEqual([...state.keys()].toSorted());
      for (const tensor of tensors) {
        const { shape, data } = state.get(tensor.name)!;
        expect(tensor.shape).toEqual(shape);
        expect(Buffer.from((await tensor.readFloat32()).buffer).equals(Buffer.from(data.buffer))).toBe(true);
      }
      disposeModule(network);
    },
  );

  it('halves are read as halves under the name of their weight', async () => {
    const model = await toOnnx(resnet20(), { imageSize: 32, float16: true });
    const { format, tensors } = await readCheckpoint(model);
    expect([format, tensors.find(({ name }) => name === 'conv1.weight')?.dtype]).toEqual(['onnx', 'F16']);
  });

  it('a model that breaks off is refused', async () => {
    const model = await toOnnx(resnet20(), { imageSize: 32 });
    for (const length of [20, 1000, model.length - 100]) await expect(readCheckpoint(model.slice(0, length))).rejects.toThrow('breaks off or is damaged');
  });
});
