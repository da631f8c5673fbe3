import { resnet20 } from '@attune/resnet';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';

import { SqueezeExcite } from '../../../../../tools/testing/squeeze-excite.ts';
import { planStage } from './plan-stage.ts';
import { selectNames } from './select.ts';
import { threeStage } from '../recipes/three-stage.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

it('a gate of someone’s own is selected as attention, and weight decay leaves it alone where it leaves gates alone', () => {
  const network = resnet20({ attention: (channels, random) => new SqueezeExcite(channels, random), attentionBlocks: ['layer2.0'] });
  const names = ['squeeze.weight', 'squeeze.bias', 'excite.weight', 'excite.bias'].map((name) => `layer2.0.own.${name}`);
  expect([...selectNames(network, 'attention').names]).toEqual(names);
  const [, second] = threeStage().stages;
  const plan = planStage(network, { ...second!, noDecay: ['gates'] });
  expect(plan.groups.flatMap(({ undecayed }) => [...undecayed])).toEqual(names);
});
