import { expect, it } from 'vitest';

import { readPublishedImages, withPublishedImages } from './published-images.ts';

const images = {
  resizeSize: 256,
  interpolation: 'bilinear' as const,
  mean: [0.1, 0.2, 0.3] as const,
  std: [1, 1, 1] as const,
};

it('come back out of the metadata that they were put into', () => {
  expect(readPublishedImages(withPublishedImages({ metadata: new Map([['format', 'pt']]) }, images).metadata)).toEqual(images);
});

it.each(['', '{', '[]', '{"resizeSize":256}', JSON.stringify({ ...images, mean: [0, 0] }), JSON.stringify({ ...images, interpolation: 'nearest' })])(
  'are none where the metadata say %j',
  (text) => {
    expect(readPublishedImages(new Map([['attune.images', text]]))).toBeNull();
  },
);
