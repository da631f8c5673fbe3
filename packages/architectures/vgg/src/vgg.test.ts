import { startBackend } from '@attune/backend';
import { cbam } from '@attune/cbam';
import {
  type ForwardContext,
  disposeModule,
  evaluation,
  loadStateDict,
  namedVariables,
  parametersInForwardOrder,
  runSegments,
  seededRandom,
  segmentVariables,
  stateDict,
} from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import type { VggConfig } from './config.ts';
import { vgg11, vgg11_bn, vgg16 } from './models.ts';

beforeAll(async () => {
  await startBackend('wasm', { threads: 1 });
});

const narrow: VggConfig = { hidden: 8, poolSize: 2, classes: 3 };
const placed: VggConfig = { ...narrow, seed: null };
const images = () => tf.randomNormal<tf.Rank.R4>([1, 32, 32, 3], 0, 1, 'float32', 3);
const gatesOf = (network: ReturnType<typeof vgg11>) => [
  ...new Set([...namedVariables(network)].map(([name]) => name.split('.')[0]!).filter((field) => field.startsWith('cbam'))),
];
const equal = (one: tf.Tensor, other: tf.Tensor) => tf.tidy(() => tf.all(tf.equal(one, other)).dataSync()[0] === 1);
const training = (seed: number): ForwardContext => ({ training: true, frozen: new Set(), random: seededRandom(seed) });

describe('where attention goes', () => {
  it('is behind groups 1 to 4, or those that are named, the last among them', () => {
    expect(gatesOf(vgg11({ ...placed, attention: cbam() }))).toEqual(['cbam1', 'cbam2', 'cbam3', 'cbam4']);
    expect(gatesOf(vgg11({ ...placed, attention: cbam(), attentionStages: [1, 2, 3, 4, 5] }))).toEqual(['cbam1', 'cbam2', 'cbam3', 'cbam4', 'cbam5']);
    expect(gatesOf(vgg11({ ...placed, attention: cbam(), attentionStages: [5] }))).toEqual(['cbam5']);
    expect(gatesOf(vgg11({ ...placed, attention: cbam(), attentionStages: [] }))).toEqual([]);
    expect(gatesOf(vgg11(placed))).toEqual([]);
  });

  it("leaves torchvision's indices alone and is met behind its group's pool", () => {
    const network = vgg16({ ...placed, attention: cbam({ variant: 'lecture' }) });
    const names = [...parametersInForwardOrder(network).keys()];
    expect(names).toHaveLength(44); // as the lecture's VGG-16
    const gate = names.indexOf('cbam1.channel_att.fc.0.weight');
    expect([names[gate - 1], names[gate + 3]]).toEqual(['features.2.bias', 'features.5.weight']);
    disposeModule(network);
  });

  it('is in segments that cover every variable once: five groups and a head', () => {
    const network = vgg11_bn({ ...placed, attention: cbam({ variant: 'authors' }), attentionStages: [1, 3, 5] });
    const covered = network.segments().flatMap((segment) => [...segmentVariables(network, segment).keys()]);
    expect(covered.toSorted()).toEqual([...namedVariables(network)].map(([name]) => name).toSorted());
    expect(network.segments().map(({ name }) => name)).toEqual(['group1', 'group2', 'group3', 'group4', 'group5', 'head']);
  });
});

describe('the identity start', () => {
  it.each([[[1, 2, 3, 4]], [[1, 2, 3, 4, 5]], [[2]]])('attention behind groups %j gives the logits of the network without, bit for bit', (attentionStages) => {
    const plain = vgg11({ ...narrow, seed: 5 });
    const attentive = vgg11({ ...narrow, seed: 9, attention: cbam(), attentionStages });
    loadStateDict(attentive, stateDict(plain), { allowMissing: (name) => name.startsWith('cbam') });
    const batch = images();
    expect(attentive.forward(batch, evaluation).dataSync()).toEqual(plain.forward(batch, evaluation).dataSync());
  });

  it('of one seed is one backbone and head, with and without attention', () => {
    const [plain, attentive] = [vgg11({ ...narrow, seed: 5 }), vgg11({ ...narrow, seed: 5, attention: cbam() })];
    for (const [name, variable] of stateDict(plain)) expect(equal(stateDict(attentive).get(name)!, variable), name).toBe(true);
  });
});

describe('Vgg', () => {
  it('can be cut anywhere: a prefix outside the tape and the rest give the same logits', () => {
    const network = vgg11({ ...narrow, attention: cbam({ variant: 'lecture' }) });
    const batch = images();
    const whole = network.forward(batch, evaluation).dataSync();
    for (let cut = 1; cut < network.segments().length; cut++) {
      const features = runSegments(network.segments().slice(0, cut), batch, evaluation);
      expect(runSegments(network.segments().slice(cut), features, evaluation).dataSync()).toEqual(whole);
    }
  });

  it('takes images of any size from 32 pixels', () => {
    const network = vgg11(narrow);
    for (const [height, width] of [
      [32, 48],
      [45, 33],
    ] as const) {
      expect(network.forward(tf.zeros([1, height, width, 3]), evaluation).shape).toEqual([1, 3]);
    }
  });

  it('drops out in training alone, by the context’s generator', () => {
    const network = vgg11({ ...narrow, hidden: 64, dropout: 0.9 });
    const batch = images();
    const logits = (context: ForwardContext) => network.forward(batch, context).dataSync();
    expect(logits(training(1))).toEqual(logits(training(1)));
    expect(logits(training(1))).not.toEqual(logits(training(2)));
    expect(logits(evaluation)).toEqual(
      vgg11({ ...narrow, hidden: 64, dropout: 0 })
        .forward(batch, evaluation)
        .dataSync(),
    );
  });
});
