import { evaluation, runSegments } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { vgg11, vggArchitectures } from './models.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('vgg11 as it describes itself', () => {
  const { stages, leastImageSize } = vggArchitectures.vgg11;
  const segments = vgg11({ classes: 2, hidden: 2, poolSize: 1 }).segments();

  it('has the stages of its network, in which there is no block', () => {
    expect(stages).toEqual(segments.slice(0, -1).map(({ name }) => ({ name, blocks: [] })));
  });

  it('leaves one position of an image of its least size, and none of one that is a pixel smaller', () => {
    const groups = segments.slice(0, -1);
    const left = (side: number) => tf.tidy(() => runSegments(groups, tf.ones([1, side, side, 3]), evaluation).shape);
    expect(left(leastImageSize.side)).toEqual([1, 1, 1, 512]);
    expect(left(leastImageSize.side - 1)).toEqual([1, 0, 0, 512]);
  });
});
