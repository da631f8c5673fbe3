import { cbam } from '@attune/cbam';
import { type ImageDataset, preprocessingFor } from '@attune/data';
import { type Network, namedParameters } from '@attune/nn';
import { resnets } from '@attune/resnet';
import type { Run } from '@attune/run';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';

import { gateDrift } from './gate-drift.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const image = { width: 8, height: 8, data: new Uint8Array(8 * 8 * 3).fill(200) };
const dataset = { validation: { size: 3, image: async () => image }, preprocessing: preprocessingFor({ imageSize: 8 }) } as unknown as ImageDataset;

/** Gates begin at 1, and the second stage has moved them; what it loads is kept in order. */
function runOf(attention: 'identity' | 'none') {
  const loaded: (number | 'best')[] = [];
  const run = {
    config: { model: { attention } },
    recipe: { stages: [{ name: 'head' }, { name: 'attention' }] },
    endedStages: async () => [0, 1],
    loadStage: async (network: Network, index: number) => {
      loaded.push(index);
      const gates = [...namedParameters(network)].filter(([name]) => index === 1 && name.includes('.cbam.'));
      for (const [, gate] of gates) tf.tidy(() => gate.assign(tf.fill(gate.shape, 0.1)));
    },
    loadBest: async () => void loaded.push('best'),
  } as unknown as Run;
  return { run, loaded };
}

it('the drift of a stage is the mean distance of its gates from 1, and the network ends with the best weights', async () => {
  const { run, loaded } = runOf('identity');
  const network = resnets.resnet20({ classes: 2, attention: cbam() });
  const built = tf.memory().numTensors;
  const drifts = await gateDrift(run, network, { dataset });
  const of = (stage: string) => drifts.filter((drift) => drift.stage === stage);
  expect(of('head')).toHaveLength(9);
  expect(of('head').every(({ channels, positions }) => channels === 0 && positions === 0)).toBe(true);
  const [first] = of('attention');
  expect(first!.block).toBe('layer1.0.cbam');
  expect([first!.channels, first!.positions].every((drift) => drift !== null && drift > 0 && drift < 2)).toBe(true);
  expect(loaded).toEqual([0, 1, 'best']);
  expect(tf.memory().numTensors).toBe(built);
});

it('a network without attention has no drift, and no weights are read for it', async () => {
  const { run, loaded } = runOf('none');
  expect(await gateDrift(run, resnets.resnet20({ classes: 2 }), { dataset })).toEqual([]);
  expect(loaded).toEqual([]);
});
