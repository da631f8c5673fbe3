import { expect, test } from 'vitest';

import { keyedRandom } from '../order/random.ts';
import { resizeCompiled } from './resize-compiled.ts';
import { resizeScalar } from './resize-scalar.ts';
import { weigh } from './resize-weights.ts';

test('the compiled kernel equals plain arithmetic in every bit, for random sizes, crops, windows and both filters', () => {
  const random = keyedRandom(11);
  const upTo = (largest: number) => 1 + Math.floor(random() * largest);
  for (let round = 0; round < 120; round++) {
    const extreme = round % 3 === 0; // black and white, where bicubic overshoots
    const largest = round % 4 === 0 ? 400 : 90; // where a filter is wide, its weights are small and need one product instead of two
    const [width, height] = [upTo(largest), upTo(largest)];
    const data = Uint8Array.from({ length: width * height * 3 }, () => (extreme ? Math.round(random()) * 255 : Math.floor(random() * 256)));
    const part = { width: upTo(width), height: upTo(height), left: 0, top: 0 };
    const placed = { ...part, left: width - part.width, top: height - part.height };
    const interpolation = round % 2 === 0 ? 'bilinear' : 'bicubic';
    const axis = (from: number) => {
      const to = upTo(70);
      const count = upTo(to);
      return weigh({ from, to, first: to - count, count, interpolation });
    };
    const weights = { across: axis(placed.width), down: axis(placed.height) };
    const compiled = resizeCompiled({ width, height, data }, placed, weights);
    expect(compiled).toEqual(resizeScalar({ width, height, data }, placed, weights));
  }
});
