import type { Network } from '@attune/nn';

import { summarizeModel } from './model-summary.ts';

/** Multiply-adds of a forward pass through each segment of a network, for one image: {@link
 * summarizeModel}'s, added up. */
export function segmentMultiplyAdds(network: Network, options: { readonly imageSize: number }): number[] {
  const leaves = summarizeModel(network, options).layers.filter(({ composite }) => !composite);
  return network.segments().map(({ fields }) => {
    const own = leaves.filter(({ path }) => fields.some((field) => path === field || path.startsWith(`${field}.`)));
    return own.reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0);
  });
}
