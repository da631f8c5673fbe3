import { architectures } from '@attune/zoo';

import type { ArchitectureOffer } from '../protocol/choices.ts';

/** Every network of the zoo, as the page lists it. */
export const architectureOffers: readonly ArchitectureOffer[] = Object.entries(architectures).map(([name, { imageSize, placements, placement }]) => ({
  name,
  imageSize,
  placements,
  placement,
}));
