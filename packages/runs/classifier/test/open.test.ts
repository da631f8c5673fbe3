import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startBackend } from '@attune/backend';
import { readCheckpoint, saveModel, writeTorch } from '@attune/checkpoint';
import { decodeImage, preprocess } from '@attune/data';
import { describedInput, toGraphModel, toOnnx } from '@attune/export';
import { type Network, evaluation, runSegments } from '@attune/nn';
import { Run, cardEntries, memoryFiles, readModelCard, runFiles } from '@attune/run';
import { headOnly } from '@attune/staged-finetune';
import { buildModel } from '@attune/zoo';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { unusualRun as config } from '../../../../tools/testing/unusual-run.ts';
import { type Classifier, agree, open } from '../src/index.ts';

let root: string;
let network: Network;
const places: Record<string, string> = {};
const { preprocessing, classes } = config;

beforeAll(async () => {
  await startBackend('cpu');
  root = await mkdtemp(join(tmpdir(), 'attune-open-'));
  network = buildModel(config.model);
  await writeEverything();
  for (let seed = 0; seed < 5; seed++) await writeFile(join(root, `${seed}.ppm`), noise(seed));
});

afterAll(async () => rm(root, { recursive: true }));

async function put(name: string, bytes: Uint8Array | string): Promise<void> {
  await mkdir(join(root, name, '..'), { recursive: true });
  await writeFile(join(root, name), bytes);
}

/** The same network in every format that Attune writes. */
async function writeEverything(): Promise<void> {
  const files = memoryFiles();
  await (await Run.create({ files, path: 'run' }, config, headOnly())).saveBest(network);
  for (const path of await files.list('')) await put(`run/${path}`, (await files.read(path))!);
  await put('model.safetensors', (await files.read(runFiles.best))!);
  await put('model.pth', writeTorch(await saveModel(network), { metadata: cardEntries(config) }));
  const described = describedInput(preprocessing, { classes, normalizes: true });
  const metadata = { ...described.metadata, ...cardEntries(config) };
  await put('model.onnx', await toOnnx(network, { ...described, metadata }));
  const { json, weights } = await toGraphModel(network, { ...described, metadata });
  await put('tfjs/model.json', json);
  await put('tfjs/weights.bin', weights);
  for (const name of ['run', 'model.safetensors', 'model.pth', 'model.onnx', 'tfjs']) places[name] = join(root, name);
}

const width = 50;
const height = 41;

function noise(seed: number): Uint8Array {
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, at) => (at * (7 + seed) + ((at * at) % 31) * 5) % 256);
  return Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), pixels]);
}

/** By hand: decode, preprocess, forward, softmax. */
async function expected(path: string): Promise<number[]> {
  const seen = preprocess(await decodeImage(path), preprocessing);
  const { imageSize } = preprocessing;
  return tf.tidy(() => [...tf.softmax(network.forward(tf.tensor4d(seen, [1, imageSize, imageSize, 3]), evaluation)).dataSync()]);
}

const probabilities = (guesses: readonly { readonly index: number; readonly probability: number }[]) =>
  guesses.toSorted((a, b) => a.index - b.index).map(({ probability }) => probability);

function expectClose(found: readonly number[], wanted: readonly number[], tolerance = 1e-6): void {
  expect(found).toHaveLength(wanted.length);
  found.forEach((value, place) => expect(Math.abs(value - wanted[place]!)).toBeLessThan(tolerance));
}

describe.each(['run', 'model.safetensors', 'model.pth', 'model.onnx', 'tfjs'])('%s', (name) => {
  let classifier: Classifier;
  beforeAll(async () => {
    classifier = await open(places[name]!);
  });

  it('says its classes, its preprocessing and its network by itself', () => {
    expect(classifier.classes).toEqual(classes);
    expect(classifier.preprocessing).toEqual(preprocessing);
    expect({ ...classifier.spec, seed: config.model.seed }).toEqual(config.model);
  });

  it('gives the probabilities of decode, preprocess, forward and softmax', async () => {
    const path = join(root, '0.ppm');
    const { className, probability, guesses } = await classifier.classify(path);
    expectClose(probabilities(guesses), await expected(path));
    expect([className, probability]).toEqual([guesses[0]!.className, guesses[0]!.probability]);
  });
});

it('a file, a Blob, bytes, pixels, RGBA and a tensor of one image are classified alike', async () => {
  const classifier = await open(places['run']!);
  const path = join(root, '1.ppm');
  const image = await decodeImage(path);
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) rgba.set(image.data.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
  const inputs = [
    new URL(`file://${path}`),
    noise(1),
    new Blob([noise(1) as Uint8Array<ArrayBuffer>]),
    image,
    { width, height, data: rgba },
    tf.tensor3d(image.data, [height, width, 3], 'int32'),
  ];
  const wanted = await expected(path);
  for (const { guesses } of await classifier.classify(inputs)) expectClose(probabilities(guesses), wanted);
});

it('a stream is answered in its order, and what cannot be read does not end it', async () => {
  const classifier = await open(places['run']!, { batchSize: 2 });
  await writeFile(join(root, 'broken.ppm'), 'P6 no picture');
  const names = ['0.ppm', 'broken.ppm', '1.ppm', '2.ppm', '3.ppm', '4.ppm'].map((name) => join(root, name));
  async function* stream() {
    yield* names;
  }
  const seen: string[] = [];
  for await (const { image, classification, error } of classifier.classifyEach(stream())) {
    seen.push(image);
    if (error !== undefined) expect([image, error.code]).toEqual([names[1], 'ATTUNE_IMAGE']);
    else expectClose(probabilities(classification.guesses), await expected(image));
  }
  expect(seen).toEqual(names);
});

it('a stream with a batch size of 1 is answered before the next image is asked for', async () => {
  const classifier = await open(places['run']!, { batchSize: 1 });
  const order: string[] = [];
  function* frames() {
    for (const seed of [0, 1, 2]) {
      order.push(`asked ${seed}`);
      yield join(root, `${seed}.ppm`);
    }
  }
  for await (const { image } of classifier.classifyEach(frames())) order.push(`answered ${image.at(-5)}`);
  expect(order).toEqual(['asked 0', 'answered 0', 'asked 1', 'answered 1', 'asked 2', 'answered 2']);
});

it('the mirror image counts half, and an ensemble is the mean of its members', async () => {
  const [plain, mirrored] = [await open(places['run']!), await open(places['run']!, { views: 'flip' })];
  const path = join(root, '2.ppm');
  const seen = preprocess(await decodeImage(path), preprocessing);
  const { imageSize } = preprocessing;
  const both = tf.tidy(() => {
    const image = tf.tensor4d(seen, [1, imageSize, imageSize, 3]);
    const rows = tf.softmax(network.forward(tf.concat([image, tf.reverse(image, 2)]), evaluation));
    return [...tf.mean(rows, 0).dataSync()];
  });
  expectClose(probabilities((await mirrored.classify(path)).guesses), both);
  const verdicts = [await plain.classify(path), await mirrored.classify(path)] as const;
  const mean = probabilities(verdicts[0].guesses).map((value, place) => (value + probabilities(verdicts[1].guesses)[place]!) / 2);
  expectClose(probabilities(agree(verdicts).guesses), mean);
});

it('a card with a temperature T gives softmax(logits / T) and says what is of no class, unless it is switched off', async () => {
  const { metadata, tensors } = await readCheckpoint(places['model.safetensors']!);
  const calibration = { temperature: 2.5, leastEnergy: 1e3 };
  expect(readModelCard(metadata)?.calibration).toBeUndefined();
  const state = new Map(await Promise.all(tensors.map(async (tensor) => [tensor.name, await tensor.read()] as const)));
  const file = writeTorch(state, { metadata: cardEntries({ ...config, calibration }) });
  const path = join(root, '3.ppm');
  const { guesses, unknown, energy } = await (await open(file)).classify(path);
  const logarithms = (await expected(path)).map((value) => Math.log(value) / 2.5);
  const sum = logarithms.reduce((total, value) => total + Math.exp(value), 0);
  expectClose(
    probabilities(guesses),
    logarithms.map((value) => Math.exp(value) / sum),
  );
  expect([unknown, energy < 1e3]).toEqual([true, true]);
  const plain = await (await open(file, { calibrated: false })).classify(path);
  expectClose(probabilities(plain.guesses), await expected(path));
  expect(plain.unknown).toBeNull();
});

const photo = () => join(root, '3.ppm');
const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, at) => sum + value * b[at]!, 0) / Math.hypot(...a) / Math.hypot(...b);
const state = async () =>
  new Map(await Promise.all((await readCheckpoint(places['model.pth']!)).tensors.map(async (one) => [one.name, await one.read()] as const)));

describe('a card with class centres', () => {
  let file: Uint8Array;
  let own: Float32Array;
  const nearby = () => own.map((value, at) => value + (at === 0 ? 0.5 : 0));

  /** The second class lies nearby; the others are nowhere. */
  const cardWith = (leastSimilarity: number) => {
    const values = new Float32Array(3 * own.length);
    values.set(nearby(), own.length);
    const length = Math.hypot(...values);
    const likeness = { centres: { width: own.length, values: values.map((value) => value / length) }, leastSimilarity };
    return cardEntries({ ...config, calibration: { temperature: 1, leastEnergy: 1e3, likeness } });
  };
  const written = async (least: number) => writeTorch(await state(), { metadata: cardWith(least) });

  beforeAll(async () => {
    own = await (await open(places['run']!)).embed(photo());
    file = await written(0.9);
  });

  it('the cosine to the nearest decides, whatever the energy; without calibration nothing does', async () => {
    const wanted = cosine(own, nearby());
    const { similarity, unknown, energy, guesses } = await (await open(file)).classify(photo());
    expect(similarity).toBeCloseTo(wanted, 4);
    expect([unknown, energy < 1e3]).toEqual([wanted < 0.9, true]);
    expectClose(probabilities(guesses), await expected(photo()));
    expect((await (await open(await written(1.5))).classify(photo())).unknown).toBe(true);
    expect(await (await open(file, { calibrated: false })).classify(photo())).toMatchObject({ similarity: null, unknown: null });
  });

  it('of several looks the mean decides; of several networks most, each by its own threshold', async () => {
    const [plain, mirrored, far] = [await open(file), await open(file, { views: 'flip' }), await open(await written(1.5))];
    const seen = await (await open(file)).explain(photo());
    const { imageSize } = preprocessing;
    const [one, other] = tf.tidy(() => {
      const image = tf.tensor4d(seen.seen, [1, imageSize, imageSize, 3]);
      const [first, second] = [image, tf.reverse(image, 2)].map((view) => tf.mean(runSegments(network.segments().slice(0, -1), view, evaluation), [1, 2]));
      return [first!.dataSync<'float32'>(), second!.dataSync<'float32'>()];
    });
    const centre = nearby();
    const verdict = await mirrored.classify(photo());
    expect(verdict.similarity).toBeCloseTo((cosine(one!, centre) + cosine(other!, centre)) / 2, 4);
    const [known, unknown] = [{ ...(await plain.classify(photo())), unknown: false }, await far.classify(photo())];
    expect(agree([known, unknown]).unknown).toBe(false);
    expect(agree([known, unknown, unknown])).toMatchObject({ unknown: true, similarity: expect.closeTo(known.similarity!, 6) as number });
    expect(agree([known, { ...unknown, similarity: null }]).similarity).toBeNull();
  });

  it('is the same in every format', async () => {
    const described = describedInput(preprocessing, { classes, normalizes: true });
    const metadata = { ...described.metadata, ...cardWith(0.9) };
    const { similarity } = await (await open(file)).classify(photo());
    const classifier = await open(await toOnnx(network, { ...described, metadata }));
    expect((await classifier.classify(photo())).similarity).toBeCloseTo(similarity!, 4);
    const { json, weights } = await toGraphModel(network, { ...described, metadata });
    await put('centred/model.json', json);
    await put('centred/weights.bin', weights);
    expect((await (await open(join(root, 'centred'))).classify(photo())).similarity).toBeCloseTo(similarity!, 4);
  });
});

it('explains what it classifies, embeds it, and frees all that it took', async () => {
  const before = tf.memory().numTensors;
  const classifier = await open(places['run']!);
  const path = join(root, '4.ppm');
  const { classification, maps, seen } = await classifier.explain(path);
  expectClose(probabilities(classification.guesses), await expected(path));
  expect(maps.at(-1)!.name).toBe('gradcam');
  expect(seen).toHaveLength(preprocessing.imageSize ** 2 * 3);
  const [one, ...both] = [await classifier.embed(path), ...(await classifier.embed([path, path]))];
  for (const vector of both) expectClose([...vector], [...one]);
  classifier.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

it('refuses a folder that is no run, an option that does not exist, and a tensor that is no image', async () => {
  await expect(open(root)).rejects.toThrow(expect.objectContaining({ code: 'ATTUNE_RUN_FILE' }));
  const misspelt: object = { batchsize: 2 };
  await expect(open(places['run']!, misspelt)).rejects.toThrow('did you mean "batchSize"?');
  await expect((await open(places['run']!)).classify(tf.zeros([4, 4, 4]))).rejects.toThrow('the tensor has shape [4, 4, 4]');
});
