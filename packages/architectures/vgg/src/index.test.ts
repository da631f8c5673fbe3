import { expect, it } from 'vitest';

import * as surface from './index.ts';

it('exports these names', () => {
  expect(Object.keys(surface).toSorted()).toMatchInlineSnapshot(`
    [
      "Vgg",
      "VggConfigError",
      "vgg11",
      "vgg11_bn",
      "vgg13",
      "vgg13_bn",
      "vgg16",
      "vgg16_bn",
      "vgg19",
      "vgg19_bn",
      "vggArchitectures",
      "vggs",
    ]
  `);
});
