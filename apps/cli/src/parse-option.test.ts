import { describe, expect, it } from 'vitest';

import { parseClassWeights } from './parse-option.ts';

describe('--class-weights', () => {
  it('takes a number for each class, or a weight by name, whose name may hold commas and equals signs', () => {
    expect(parseClassWeights('1,2.5')).toEqual([1, 2.5]);
    expect(parseClassWeights('cats=2, dogs=1')).toEqual({ cats: 2, dogs: 1 });
    expect(parseClassWeights('red, dark=2,a=b=0.5')).toEqual({ 'red, dark': 2, 'a=b': 0.5 });
  });

  it.each([
    ['cats=2,dogs', /a weight for each class by its name, such as cats=2,dogs=1/],
    ['cats=2,cats=1', /names "cats" twice/],
    ['cats=', /must be a number above 0/],
    ['=2', /by its name/],
    ['cats=0', /must be a number above 0/],
    ['cats=2,', /by its name/],
  ])('refuses %j', (text, message) => {
    expect(() => parseClassWeights(text)).toThrow(message);
  });
});
