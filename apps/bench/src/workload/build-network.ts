import type { Network } from '@attune/nn';
import { architectures, buildModel, parseArchitecture, parseAttention } from '@attune/zoo';

import type { NetworkWork } from './work.ts';

/** The network of a work, with seeded random weights. */
export function buildNetwork({ architecture: name, attention, classes }: NetworkWork): Network {
  const architecture = parseArchitecture(name);
  const { placement } = architectures[architecture];
  return buildModel({ architecture, classes, attention: parseAttention(attention), reduction: 16, placement, seed: 0 });
}
