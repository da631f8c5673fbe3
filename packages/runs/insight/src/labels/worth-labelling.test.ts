import { seededRandom } from '@attune/nn';
import { expect, it } from 'vitest';

import { worthLabelling } from './worth-labelling.ts';

/** Two groups of features far apart; in each an unsure image, its copy, and a sure one. */
const images = {
  classes: 2,
  probabilities: Float32Array.of(0.5, 0.5, 0.5, 0.5, 1, 0, 0.4, 0.6, 0.4, 0.6, 0, 1),
  width: 2,
  features: Float32Array.of(3, 0, 3, 0, 3, 0, 0, 2, 0, 2, 0, 2),
};

it('begins with the longest gradient ‖p − onehot‖ · ‖features‖, and then takes what is unlike: never a copy, never what is sure', () => {
  // ‖(−½, ½)‖ · 3 = 2.12, ‖(0.4, −0.4)‖ · 2 = 1.13, of sure images 0.
  for (let seed = 0; seed < 20; seed++) {
    const [first, second] = worthLabelling(images, { most: 2, random: seededRandom(seed) });
    expect(first).toBe(0);
    expect([2, 3, 4, 5]).toContain(second);
  }
});

it('chooses each image once, and all of them where more are wanted than there are', () => {
  const chosen = worthLabelling(images, { most: 10, random: seededRandom(1) });
  expect(chosen.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
});

it('draws by the square of the distance: of gradients 0, 1 and 3 away, the last nine times in ten', () => {
  const line = { classes: 2, probabilities: Float32Array.of(0.5, 0.5, 0.5, 0.5, 0.5, 0.5), width: 1, features: Float32Array.of(4, 3, 1) };
  const random = seededRandom(1);
  const drawn = Array.from({ length: 400 }, () => worthLabelling(line, { most: 2, random })[1]);
  const share = drawn.filter((image) => image === 2).length / drawn.length;
  expect(share).toBeGreaterThan(0.83);
  expect(share).toBeLessThan(0.97);
});
