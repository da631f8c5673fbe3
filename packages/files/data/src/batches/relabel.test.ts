import { expect, test } from 'vitest';

import { relabel, requireKnown } from './relabel.ts';

const images = { pixels: Uint8Array.of(1, 2, 3), channels: 1 as const, labels: Int32Array.of(0, 1, 2), width: 1, height: 1 };

test('labels follow the names, and what the model does not know is left out and reported', () => {
  const { images: found, skipped } = relabel(images, ['cat', 'dog', 'eel'], ['dog', 'cat']);
  expect([[...found.labels], [...found.pixels]]).toEqual([
    [1, 0],
    [1, 2],
  ]);
  expect(skipped).toEqual([{ path: '2', reason: 'its class "eel" is not one of the 2 of the model' }]);
});

test('labels without names are positions', () => {
  expect([...relabel(images, ['0', '1', '2'], ['a', 'b', 'c']).images.labels]).toEqual([0, 1, 2]);
  expect(relabel(images, ['0', '1', '2'], ['a', 'b']).skipped).toHaveLength(1);
});

test('data of other classes altogether are refused with the first of them', () => {
  expect(() => requireKnown('set', relabel(images, ['x', 'y', 'z'], ['a', 'b']))).toThrow(
    'set has no image of a class of the model: of the first, 0, its class "x" is not one of the 2 of the model. Give data of its classes.',
  );
});
