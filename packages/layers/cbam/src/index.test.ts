import { expect, it } from 'vitest';

import * as surface from './index.ts';

it('exports these names', () => {
  expect(Object.keys(surface).toSorted()).toMatchInlineSnapshot(`
    [
      "AuthorsCbam",
      "AuthorsSpatialGate",
      "CbamConfigError",
      "ConvChannelGate",
      "ConvSpatialGate",
      "IdentityCbam",
      "LectureCbam",
      "LinearChannelGate",
      "ListedChannelGate",
      "SpatialConvNorm",
      "TimmCbam",
      "TimmSpatialGate",
      "cbam",
      "cbamAttention",
      "cbamVariants",
      "gateChannels",
      "gatePositions",
    ]
  `);
});
