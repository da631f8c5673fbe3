import { readFileSync } from 'node:fs';

import { type Network, disposeModule } from '@attune/nn';
import { resnet18 } from '@attune/resnet';
import { vgg16_bn } from '@attune/vgg';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';

import { networkRecipes, planStage } from '../../src/index.ts';

/** By parameter, for each stage: tools/fixtures/staged-finetune/make_groups.py. */
interface Groups {
  readonly rates: readonly Readonly<Record<string, number>>[];
  readonly decay: Readonly<Record<string, number>>;
}

const golden = JSON.parse(readFileSync(new URL('groups.json', import.meta.url), 'utf8')) as Record<string, Record<string, Groups>>;
const builders: Readonly<Record<string, () => Network>> = { resnet18: () => resnet18(), vgg16_bn: () => vgg16_bn({ hidden: 8, poolSize: 1 }) };

beforeAll(async () => {
  await tf.setBackend('cpu');
});

it.each(Object.entries(golden).flatMap(([name, systems]) => Object.entries(systems).map(([system, groups]) => ({ name, system, groups }))))(
  '$system of $name: every parameter has the rate of the published rules within 1e-9 and their weight decay',
  ({ name, system, groups: { rates, decay } }) => {
    const network = builders[name]!();
    const { stages } = networkRecipes[system]!(network);
    rates.forEach((wanted, index) => {
      const groups = planStage(network, stages[index]!).groups.flatMap((group) => [...group.parameters.keys()].map((parameter) => [parameter, group] as const));
      expect(groups.map(([parameter]) => parameter).toSorted()).toEqual(Object.keys(wanted).toSorted());
      for (const [parameter, { learningRate, weightDecay }] of groups) {
        expect(Math.abs(learningRate / wanted[parameter]! - 1), parameter).toBeLessThan(1e-9);
        expect(weightDecay, parameter).toBe(decay[parameter]);
      }
    });
    disposeModule(network);
  },
);
