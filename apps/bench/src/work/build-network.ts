import type { Network } from '@attune/nn';
import { architectures, buildModel, parseArchitecture } from '@attune/zoo';

import type { NetworkWork } from './work.ts';

/** The network of a work, with seeded random weights. */
export function buildNetwork({ architecture: name, attention, classes }: NetworkWork): Network {
  const architecture = parseArchitecture(name);
  const { placement } = architectures[architecture];
  return buildModel({ architecture, classes, attention: attention ? 'identity' : 'none', reduction: 16, placement, seed: 0 });
}
