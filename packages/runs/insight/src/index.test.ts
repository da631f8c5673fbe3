import { expect, it } from 'vitest';

import * as surface from './index.ts';

it('exports these names', () => {
  expect(Object.keys(surface).toSorted()).toMatchInlineSnapshot(`
    [
      "ClassIndexError",
      "LayerError",
      "attentionGates",
      "attentionWithoutGates",
      "auroc",
      "bootstrapInterval",
      "calibration",
      "classFigures",
      "confusionMatrix",
      "findLabelErrors",
      "fitTemperature",
      "gradCam",
      "gradCamPlusPlus",
      "lastFeatures",
      "layerNames",
      "mcnemar",
      "meanLoss",
      "modelDiagram",
      "mostConfused",
      "occlusion",
      "outOfFold",
      "pairedDifference",
      "predictedClasses",
      "rankByLoss",
      "segmentMultiplyAdds",
      "summarizeModel",
      "topKAccuracy",
      "withTemperature",
      "worthLabelling",
    ]
  `);
});
