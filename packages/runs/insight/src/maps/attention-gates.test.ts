import { type AttentionFactory, Conv2d, type ForwardContext, type GateReport, evaluation } from '@attune/nn';
import { type ResNetConfig, resnet20 } from '@attune/resnet';
import { vgg11 } from '@attune/vgg';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { SqueezeExcite } from '../../../../../tools/testing/squeeze-excite.ts';
import { diagramRows } from '../anatomy/diagram-rows.ts';
import { modelDiagram } from '../anatomy/model-diagram.ts';
import { summarizeModel } from '../anatomy/model-summary.ts';
import { attentionGates, attentionWithoutGates } from './attention-gates.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const own: AttentionFactory = (channels, random) => new SqueezeExcite(channels, random);
const images = (count = 1) => tf.randomNormal<tf.Rank.R4>([count, 16, 16, 3], 0, 1, 'float32', 3);
const trainingBytes = (config: ResNetConfig) => summarizeModel(resnet20(config), { imageSize: 32 }).trainingBytes;

describe('a gate of someone’s own', () => {
  it('has its channel gates read for every image, and the mean of them at each position, weighted by the features there', async () => {
    const network = resnet20({ classes: 3, attention: own });
    const reports: GateReport[] = [];
    const context: ForwardContext = { ...evaluation, onGate: (report) => void reports.push(report) };
    const input = images(2);
    network.forward(input, context);
    const [, second] = await attentionGates(network, input);
    expect(second!.map(({ path, kind, place, positions }) => [path, kind, place, positions])[4]).toEqual(['layer2.1.own', 'own', 'layer2.1', null]);
    const [gate, features] = [reports[4]!.gate.arraySync()[1]![0]![0]!, reports[4]!.input.arraySync()[1]![3]![5]!];
    expect([...second![4]!.channels]).toEqual(gate);
    const strength = features.reduce((sum, feature) => sum + Math.abs(feature), 0);
    const wanted = features.reduce((sum, feature, channel) => sum + (Math.abs(feature) * gate[channel]!) / strength, 0);
    expect(second![4]!.map.values[3 * 8 + 5]).toBeCloseTo(wanted, 5);
  });

  it('leaves no tensor', async () => {
    const [network, input] = [resnet20({ classes: 3, attention: own }), images()];
    const before = tf.memory().numTensors;
    await attentionGates(network, input);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('is attention in the summary, and drawn as what it reports', () => {
    const summary = summarizeModel(resnet20({ attention: own }), { imageSize: 32 });
    const rows = new Map(summary.layers.map((row) => [row.path, row]));
    expect(rows.get('layer3.1.own')).toMatchObject({ kind: 'SqueezeExcite', attention: true, composite: true, gates: ['channels'], receptiveField: null });
    expect(rows.get('layer3.1.own.excite')).toMatchObject({ attention: true, parameters: 64 * 5 });
    expect(modelDiagram(summary).match(/>OWN</gu)).toHaveLength(9);
    const behind = diagramRows(summarizeModel(vgg11({ classes: 2, hidden: 8, poolSize: 1, attention: own, attentionStages: [1] }), { imageSize: 32 }));
    const gate = behind.flatMap(({ items }) => items).find(({ kind }) => kind === 'gate');
    expect(gate).toMatchObject({ title: 'own1', lines: ['channel gate'] });
  });

  it('counts what it makes as its block’s output, once', () => {
    const outputs = (3 * 32 * 32 * 16 + 3 * 16 * 16 * 32 + 3 * 8 * 8 * 64) * 4;
    const bottlenecks = (3 * (16 + 32 + 64) + 9 * 4) * 4;
    expect(trainingBytes({ attention: own }) - trainingBytes({})).toBe(outputs + bottlenecks);
  });

  it('that is a plain module is attention without gates, and named', async () => {
    const network = resnet20({
      classes: 3,
      attention: (channels, random) => new Conv2d({ inChannels: channels, outChannels: channels, kernelSize: 1, random }),
      attentionBlocks: ['layer1.0'],
    });
    const [blocks] = await attentionGates(network, images());
    expect(blocks).toEqual([]);
    expect(attentionWithoutGates(network, blocks!)).toEqual(['layer1.0.cbam']);
  });
});
