import { expect, it } from 'vitest';

import * as surface from './index.ts';

it('exports these names', () => {
  expect(Object.keys(surface).toSorted()).toMatchInlineSnapshot(`
    [
      "BasicBlock",
      "Bottleneck",
      "CifarResNet",
      "ResNet",
      "ResNetConfigError",
      "resnet101",
      "resnet110",
      "resnet152",
      "resnet18",
      "resnet20",
      "resnet32",
      "resnet34",
      "resnet44",
      "resnet50",
      "resnet56",
      "resnetArchitectures",
      "resnetPlacements",
      "resnets",
      "stridePlaces",
    ]
  `);
});
