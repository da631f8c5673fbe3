import { expect, it } from 'vitest';

import { imagesEntry, readPublishedImages } from './published-images.ts';

const images = {
  resizeSize: 256,
  interpolation: 'bilinear' as const,
  mean: [0.1, 0.2, 0.3] as [number, number, number],
  std: [1, 1, 1] as [number, number, number],
};

it('come back out of the metadata that they were put into', () => {
  expect(readPublishedImages(new Map([['format', 'pt'], imagesEntry(images)]))).toEqual(images);
});

it.each(['', '{', '[]', '{"resizeSize":256}', JSON.stringify({ ...images, mean: [0, 0] }), JSON.stringify({ ...images, interpolation: 'nearest' })])(
  'are none where the metadata say %j',
  (text) => {
    expect(readPublishedImages(new Map([[imagesEntry(images)[0], text]]))).toBeNull();
  },
);
