import { expect, it } from 'vitest';

import { gridArms, randomArms } from './arms.ts';
import { parseSweep } from './spec.ts';
import { epochsOf, trialsOf } from './trials.ts';

const text = `
name: gates
finetune: { data: ants, arch: resnet18, epochs: [2, 2, 1] }
axes:
  attention: [none, identity]
  rate-scale: { from: 0.1, to: 10, count: 3, scale: log }
seeds: 2
folds: 3
control: { attention: none }
`;

it('a grid has every combination, seeds and folds of an arm together', () => {
  const trials = trialsOf(parseSweep(text, 'gates.yaml'));
  expect(trials).toHaveLength(2 * 3 * 2 * 3);
  expect(trials.slice(0, 2).map(({ values, seed, fold }) => ({ values, seed, fold }))).toEqual([
    { values: { attention: 'none', 'rate-scale': '0.1' }, seed: 0, fold: '1/3' },
    { values: { attention: 'none', 'rate-scale': '0.1' }, seed: 0, fold: '2/3' },
  ]);
  expect(trials.at(-1)).toEqual({
    index: 35,
    values: { attention: 'identity', 'rate-scale': '10' },
    seed: 1,
    fold: '3/3',
    flags: { data: 'ants', arch: 'resnet18', epochs: [2, 2, 1], attention: 'identity', 'rate-scale': 10, seed: 1, fold: '3/3' },
  });
  expect(epochsOf(trials[0]!)).toBe(5);
});

it('a log range has equal ratios and the ends that were written', () => {
  const arms = gridArms({ axes: { x: { from: 0.001, to: 1, count: 4, scale: 'log', whole: false } } });
  expect(arms.map(({ flags }) => flags['x'])).toEqual([0.001, 0.01, 0.1, 1]);
});

it('a choice of an axis may set several flags', () => {
  const arms = gridArms({ axes: { arm: [{ attention: 'none' }, { attention: 'identity', placement: 'in-block' }] } });
  expect(arms[1]).toEqual({ values: { arm: 'attention identity, placement in-block' }, flags: { attention: 'identity', placement: 'in-block' } });
});

it('random samples stay within their ranges, spread over the scale, and do not change when more are drawn', () => {
  const axes = { x: { from: 1e-4, to: 1, scale: 'log', whole: false } as const, n: { from: 1, to: 9, scale: 'linear', whole: true } as const };
  const drawn = randomArms({ axes }, { samples: 400, seed: 3 });
  const values = drawn.map(({ flags }) => flags['x'] as number);
  expect(Math.min(...values)).toBeGreaterThanOrEqual(1e-4);
  expect(Math.max(...values)).toBeLessThanOrEqual(1);
  const low = values.filter((value) => value < 1e-2).length;
  expect(low).toBeGreaterThan(150);
  expect(low).toBeLessThan(250);
  expect(new Set(drawn.map(({ flags }) => flags['n']))).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8, 9]));
  expect(randomArms({ axes }, { samples: 10, seed: 3 })).toEqual(drawn.slice(0, 10));
  expect(randomArms({ axes }, { samples: 10, seed: 4 })).not.toEqual(drawn.slice(0, 10));
});

it('the budget caps the trials', () => {
  expect(trialsOf(parseSweep(`${text}budget: { trials: 5 }`, 'x'))).toHaveLength(5);
});

it('a spec is refused with all its faults', () => {
  const broken = `
name: x
finetune: { data: ants, out: here }
axes: { rate-scale: { from: 0, to: -1, scale: log } }
strategy: { kind: grid }
control: { attention: none }
`;
  expect(() => parseSweep(broken, 'x.yaml')).toThrow(
    'x.yaml: axes.rate-scale: from 0 must be below to -1; axes.rate-scale: from 0 must be above 0 on a log scale; axes.rate-scale: a grid needs a count, such as count: 3; finetune.out: is set by the sweep; leave it out; control.attention: is no axis of the sweep.',
  );
  expect(() => parseSweep('name: x\nfinetune: { arch: resnet18 }\ntypo: 1', 'x.yaml')).toThrow(/must name the data.*typo/u);
  expect(() => parseSweep('name: x\naxes: { momentum: { from: 0.1 }, optimizer: [] }\nstrategy: { kind: best }', 'x.yaml')).toThrow(
    'x.yaml: finetune: is missing: it must be a map of names to values; axes.momentum: to is missing: it must be a number; axes.optimizer: must not be empty; strategy: kind must be one of "grid", "random", "asha".',
  );
  expect(() => parseSweep('a: [', 'x.yaml')).toThrow(/neither YAML nor JSON/u);
});
