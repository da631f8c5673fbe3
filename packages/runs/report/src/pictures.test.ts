import type { ImageDataset } from '@attune/data';
import { expect, it } from 'vitest';

import { thumbnails } from './pictures.ts';

const image = { width: 1, height: 1, data: new Uint8Array(3) };

function datasetOf(size: number): ImageDataset {
  return { validation: { size, image: async () => image, nameOf: (index: number) => `${index}.jpg` } } as unknown as ImageDataset;
}

/** Of class 0 or 1, each with the probability of class 1. */
function predictionsOf(images: readonly (readonly [label: number, probability: number])[]) {
  return {
    classes: 2,
    labels: Int32Array.from(images, ([label]) => label),
    probabilities: Float32Array.from(images.flatMap(([, probability]) => [1 - probability, probability])),
  };
}

it('pictures begin with the largest losses, and each has its name', async () => {
  const predictions = predictionsOf([
    [0, 0.1],
    [1, 0.2],
    [0, 0.99],
    [1, 0.9],
  ]);
  const pictures = await thumbnails(datasetOf(4), predictions, { encode: async (_, side) => `data:${side}` });
  expect([...pictures.keys()].slice(0, 2)).toEqual([2, 1]);
  expect(pictures.size).toBe(4);
  expect(pictures.get(2)).toEqual({ source: 'data:96', title: '2.jpg' });
});

it('a cell of the confusion matrix gets at most twelve pictures of its own, and the page at most 300', async () => {
  const right = Array.from({ length: 1000 }, () => [0, 0.1] as const);
  const pictures = await thumbnails(datasetOf(1001), predictionsOf([...right, [1, 0.4]]), { encode: async () => '' });
  expect(pictures.has(1000)).toBe(true);
  expect(pictures.size).toBeLessThanOrEqual(12 + 12 + 4);
  const classes = 30;
  const labels = Int32Array.from({ length: 12 * classes * 2 }, (_, index) => index % classes);
  const probabilities = Float32Array.from({ length: labels.length * classes }, (_, index) =>
    index % classes === Math.floor(index / classes) % 7 ? 0.9 : 0.1 / 29,
  );
  expect((await thumbnails(datasetOf(labels.length), { classes, labels, probabilities }, { encode: async () => '' })).size).toBe(300);
});
