import { expect, it } from 'vitest';

import * as surface from './index.ts';

it('exports these names', () => {
  expect(Object.keys(surface).toSorted()).toMatchInlineSnapshot(`
    [
      "AdaptiveAveragePool2d",
      "BatchNorm2d",
      "BatchStatisticsError",
      "Conv2d",
      "Dropout",
      "DropoutRateError",
      "Flatten",
      "GlobalAveragePool",
      "Identity",
      "Linear",
      "MaxPool2d",
      "Module",
      "Network",
      "Relu",
      "StateDictError",
      "buffer",
      "countScalars",
      "crossEntropy",
      "differentiable",
      "disposeModule",
      "evaluation",
      "kaimingNormalFanOut",
      "loadStateDict",
      "maximum",
      "namedModules",
      "namedParameters",
      "namedVariables",
      "normalInitializer",
      "parameter",
      "parametersInForwardOrder",
      "runSegments",
      "seededRandom",
      "segmentVariables",
      "sequence",
      "stateDict",
      "stochasticDepth",
      "uniformFanIn",
      "watchModules",
      "whenLoaded",
      "whileLoading",
      "zeros",
    ]
  `);
});
