import { startBackend } from '@attune/backend';
import { cbam } from '@attune/cbam';
import {
  Identity,
  type Module,
  evaluation,
  loadStateDict,
  namedModules,
  namedVariables,
  parametersInForwardOrder,
  runSegments,
  segmentVariables,
  stateDict,
} from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { type ResNetPlacement, resnetPlacements } from './config.ts';
import { resnet18, resnet20, resnet50 } from './models.ts';

beforeAll(async () => {
  await startBackend('wasm', { threads: 1 });
});

/** Paths of the modules that are gates. */
const gatesOf = (network: Module<tf.Tensor4D, tf.Tensor2D>) => [...namedModules(network)].map(([path]) => path).filter((path) => /(^|\.)cbam\d?$/.test(path));
const images = (size: number) => tf.randomNormal<tf.Rank.R4>([2, size, size, 3], 0, 1, 'float32', 3);

const blocks18 = ['layer1.0', 'layer1.1', 'layer2.0', 'layer2.1', 'layer3.0', 'layer3.1', 'layer4.0', 'layer4.1'];

describe('where attention goes', () => {
  it.each<[ResNetPlacement | undefined, string[]]>([
    [undefined, blocks18.map((block) => `${block}.cbam`)],
    ['after-block', blocks18.map((block) => `${block}.cbam`)],
    ['in-block', blocks18.map((block) => `${block}.cbam`)],
    ['after-stage', ['cbam1', 'cbam2', 'cbam3', 'cbam4']],
  ])('placement %s gives a ResNet-18 its gates', (placement, paths) => {
    const network = resnet18({ classes: 2, seed: null, attention: cbam(), ...(placement && { placement }) });
    expect(gatesOf(network).toSorted()).toEqual(paths.toSorted());
  });

  it('is told how many channels there are: the expanded width in a bottleneck', () => {
    const asked: number[] = [];
    const attention = (channels: number) => {
      asked.push(channels);
      return new Identity();
    };
    resnet50({ classes: 2, seed: null, attention, placement: 'after-stage' });
    resnet20({ attention, placement: 'after-stage' });
    expect(asked).toEqual([256, 512, 1024, 2048, 16, 32, 64]);
  });

  it('can be had in some stages alone, or in none', () => {
    expect(gatesOf(resnet18({ classes: 2, seed: null, attention: cbam(), attentionStages: [2, 4] }))).toEqual(
      ['layer2.0', 'layer2.1', 'layer4.0', 'layer4.1'].map((block) => `${block}.cbam`),
    );
    expect(gatesOf(resnet18({ classes: 2, seed: null, attention: cbam(), attentionStages: [4], placement: 'after-stage' }))).toEqual(['cbam4']);
    expect(gatesOf(resnet18({ classes: 2, seed: null, attention: cbam(), attentionStages: [] }))).toEqual([]);
  });

  it('can be had in some blocks alone, and leaves the backbone of its seed as it is', () => {
    const some = resnet20({ attention: cbam(), attentionBlocks: ['layer1.2', 'layer3.0'] });
    expect(gatesOf(some)).toEqual(['layer1.2.cbam', 'layer3.0.cbam']);
    expect(gatesOf(resnet20({ attention: cbam(), attentionStages: [1], attentionBlocks: ['layer1.2', 'layer3.0'] }))).toEqual(['layer1.2.cbam']);
    const [ours, plain] = [some, resnet20()].map((network) => stateDict(network).get('layer3.2.conv2.weight')!.dataSync());
    expect(ours).toEqual(plain);
  });

  it('acts before the add with in-block, behind the last ReLU with after-block', () => {
    /** Tells whether it saw a negative value: only a branch before its ReLU has any. */
    class Witness extends Identity {
      #sawNegative = false;

      get sawNegative(): boolean {
        return this.#sawNegative;
      }

      override forward(input: tf.Tensor4D): tf.Tensor4D {
        this.#sawNegative ||= tf.min(input).dataSync()[0]! < 0;
        return input;
      }
    }
    const saw = (placement: ResNetPlacement) => {
      const witnesses: Witness[] = [];
      const attention = () => {
        witnesses.push(new Witness());
        return witnesses.at(-1)!;
      };
      resnet20({ attention, placement }).forward(images(16), evaluation);
      return new Set(witnesses.map(({ sawNegative }) => sawNegative));
    };
    expect(saw('in-block')).toEqual(new Set([true]));
    expect(saw('after-block')).toEqual(new Set([false]));
    expect(saw('after-stage')).toEqual(new Set([false]));
  });

  it.each(resnetPlacements)('%s: segments cover every variable once, gates included', (placement) => {
    const network = resnet18({ classes: 2, seed: null, attention: cbam({ variant: 'authors' }), placement });
    const covered = network.segments().flatMap((segment) => [...segmentVariables(network, segment).keys()]);
    expect(covered.toSorted()).toEqual([...namedVariables(network)].map(([name]) => name).toSorted());
    expect(network.segments().map(({ name }) => name)).toEqual(['stem', 'layer1', 'layer2', 'layer3', 'layer4', 'head']);
  });

  it('has 86 parameter tensors in a ResNet-18 and a ResNet-20 with CBAM after each block, gates behind their blocks', () => {
    for (const network of [
      resnet18({ classes: 2, seed: null, attention: cbam({ variant: 'lecture' }) }),
      resnet20({ attention: cbam({ variant: 'lecture' }) }),
    ]) {
      const names = [...parametersInForwardOrder(network).keys()];
      expect(names).toHaveLength(86);
      const gate = names.indexOf('layer1.0.cbam.channel_att.fc.0.weight');
      expect([names[gate - 1], names[gate + 3]]).toEqual(['layer1.0.bn2.bias', 'layer1.1.conv1.weight']);
    }
  });
});

describe('the identity start', () => {
  it.each(resnetPlacements)('%s: a ResNet-18 with CBAM gives the logits of the one without, bit for bit', (placement) => {
    const plain = resnet18({ classes: 4, seed: 5 });
    const attentive = resnet18({ classes: 4, seed: 9, attention: cbam(), placement });
    loadStateDict(attentive, stateDict(plain), { allowMissing: (name) => name.includes('cbam') });
    const batch = images(32);
    expect(attentive.forward(batch, evaluation).dataSync()).toEqual(plain.forward(batch, evaluation).dataSync());
  });

  it.each(resnetPlacements)('%s: a ResNet-20 too, whose gates have one hidden unit', (placement) => {
    const [plain, attentive] = [resnet20({ seed: 5 }), resnet20({ seed: 5, attention: cbam(), placement })];
    const batch = images(32);
    expect(attentive.forward(batch, evaluation).dataSync()).toEqual(plain.forward(batch, evaluation).dataSync());
  });

  it.each(resnetPlacements)("%s: every gate's last layers have a gradient on the first step of a ResNet-20", (placement) => {
    const network = resnet20({ attention: cbam(), placement });
    const last = [...namedVariables(network)].filter(([name]) => /cbam.*(fc2|spatial\.conv)\.weight$/.test(name));
    const { grads } = tf.variableGrads(
      () => tf.sum(tf.square(network.forward(images(16), { training: true, frozen: new Set(), random: Math.random }))),
      last.map(([, variable]) => variable),
    );
    expect(last.length).toBe(placement === 'after-stage' ? 6 : 18);
    for (const [name, variable] of last) expect(tf.max(tf.abs(grads[variable.name]!)).dataSync()[0], name).toBeGreaterThan(0);
  });
});

const valuesOf = (network: ReturnType<typeof resnet20>) => new Map([...stateDict(network)].map(([name, variable]) => [name, [...variable.dataSync()]]));

describe('a seed', () => {
  it('gives one backbone and head, with and without attention, and another seed others', () => {
    const plain = valuesOf(resnet20({ seed: 5 }));
    const attentive = valuesOf(resnet20({ seed: 5, attention: cbam() }));
    for (const [name, values] of plain) expect(attentive.get(name), name).toEqual(values);
    expect(valuesOf(resnet20({ seed: 6 })).get('conv1.weight')).not.toEqual(plain.get('conv1.weight'));
  });
});

describe('segments', () => {
  it('can be cut anywhere: a prefix outside the tape and the rest give the same logits', () => {
    const network = resnet20({ attention: cbam({ variant: 'timm' }), placement: 'after-stage' });
    const batch = images(16);
    const whole = network.forward(batch, evaluation).dataSync();
    for (let cut = 1; cut < network.segments().length; cut++) {
      const features = runSegments(network.segments().slice(0, cut), batch, evaluation);
      expect(runSegments(network.segments().slice(cut), features, evaluation).dataSync()).toEqual(whole);
    }
  });
});
