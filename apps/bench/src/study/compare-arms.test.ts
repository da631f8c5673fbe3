import { expect, it } from 'vitest';

import { compareArms, isBetter, resultsOfArm } from './compare-arms.ts';
import { type StudyResult, packBits, unpackBits } from './study-result.ts';

const machine = { processor: 'x', cores: 2, node: 'v20', backend: 'native', kernels: null, threads: 2 };

function result(arm: string, seed: number, right: readonly boolean[], fold: string | null = null): StudyResult {
  const accuracy = right.filter(Boolean).length / right.length;
  const facts = { best: accuracy, curve: [accuracy], trainLoss: 1, seconds: 1, processorSeconds: 1, parameters: 1, machine, commit: 'c', date: 'd' };
  return { format: 1, set: 's', arm, seed, choices: {}, accuracy, right: packBits(right), images: right.length, fold, ...facts };
}

it('bits of images come back, whatever their number', () => {
  for (const count of [1, 7, 8, 9, 100]) {
    const bits = Array.from({ length: count }, (_, index) => index % 3 === 0);
    expect(unpackBits(packBits(bits), count)).toEqual(bits);
  }
});

it('arms are paired by seed, and images by their place over the seeds', () => {
  const results = [
    result('none', 0, [true, false, false, false]),
    result('none', 1, [true, false, false, false]),
    result('none', 2, [true, true, true, true]),
    result('gate', 0, [true, true, false, false]),
    result('gate', 1, [true, true, true, false]),
  ];
  const of = (arm: string) => resultsOfArm(results, { set: 's', arm });
  const { seeds, images } = compareArms(of('none'), of('gate'))!;
  expect([seeds.count, seeds.mean]).toEqual([2, 0.375]);
  expect([images.count, images.mean]).toEqual([4, 0.375]); // of [0, 1, 1/2, 0]
  // Student's t with 3 degrees of freedom: 3.18245 · √(0.6875 / 3 / 4) = 0.7617.
  expect(images.low).toBeCloseTo(0.375 - 3.182446 * Math.sqrt(0.6875 / 12), 5);
  expect(isBetter({ seeds, images })).toBe(false);
  expect(compareArms(of('gone'), of('gate'))).toBeNull();
});

it('images of different folds are different images, and the same seed of another fold is no partner', () => {
  const results = [
    result('none', 0, [false, false], '1/2'),
    result('gate', 0, [true, true], '1/2'),
    result('none', 1, [false, false], '2/2'),
    result('gate', 1, [true, false], '2/2'),
  ];
  const of = (arm: string) => resultsOfArm(results, { set: 's', arm });
  expect(compareArms(of('none'), of('gate'))!.images).toMatchObject({ count: 4, mean: 0.75 });
  expect(compareArms(of('none').slice(1), of('gate').slice(0, 1))).toBeNull();
});

it('a later line of a trial takes the place of the one before, and one that failed counts nowhere', () => {
  const results = [result('gate', 0, [true]), result('gate', 0, [false]), { ...result('gate', 1, [true]), accuracy: null }];
  expect(resultsOfArm(results, { set: 's', arm: 'gate' }).map(({ accuracy }) => accuracy)).toEqual([0]);
});
