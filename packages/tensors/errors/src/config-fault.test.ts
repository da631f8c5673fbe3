import { describe, expect, it } from 'vitest';

import { describeConfigFaults, unknownOptions } from './config-fault.ts';

const known = ['classes', 'attention', 'placement', 'seed'];

describe('unknownOptions', () => {
  it('names the option, its value, and the one whose spelling is nearest', () => {
    const faults = unknownOptions({ clases: 2, seed: 1 }, known);
    expect(faults).toEqual([
      { option: 'clases', value: 2, rule: 'did you mean "classes"? The options are classes, attention, placement, seed', unknown: true },
    ]);
    expect(describeConfigFaults('resnet18', faults)).toBe(
      'resnet18 cannot be built: "clases" is not an option: did you mean "classes"? The options are classes, attention, placement, seed.',
    );
  });

  it.each([
    ['Seed', 'seed'],
    ['classess', 'classes'],
    ['attenton', 'attention'],
    ['lacement', 'placement'],
    ['num_classes', null],
    ['dropout', null],
  ])('takes %s for %s', (option, nearest) => {
    const [fault] = unknownOptions({ [option]: 0 }, known);
    expect(/did you mean "(.*)"/u.exec(fault!.rule)?.[1] ?? null).toBe(nearest);
  });

  it('is silent about options that are left open, and not about names that no option has', () => {
    expect(unknownOptions({ seed: undefined }, known)).toEqual([]);
    expect(unknownOptions({ clases: undefined }, known)).toHaveLength(1);
  });
});
