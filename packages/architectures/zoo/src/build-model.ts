import type { ArchitectureDescription, Network } from '@attune/nn';

import { architectures } from './architectures.ts';
import { attentionWith } from './attentions.ts';
import type { ModelSpec } from './model-spec.ts';

/** A network with random weights, the same for the same seed. */
export function buildModel(spec: ModelSpec): Network {
  return buildDescribed(architectures[spec.architecture], spec);
}

/** The same of an architecture that need not be of this list. What the architecture lacks is left
 * out. */
export function buildDescribed({ build }: ArchitectureDescription, spec: Omit<ModelSpec, 'architecture'>): Network {
  const { classes, attention, reduction, placement, attentionStages, attentionBlocks, dropout, stochasticDepth, strideIn, seed } = spec;
  const gate = attention === 'none' ? undefined : attentionWith(attention).build(attention, { reduction });
  return build({ classes, attention: gate, placement, attentionStages, attentionBlocks, dropout, stochasticDepth, strideIn, seed });
}
