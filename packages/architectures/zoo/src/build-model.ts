import { refuseUnknownOptions } from '@attune/errors';
import type { ArchitectureDescription, Network } from '@attune/nn';

import { architectures } from './architectures.ts';
import { attentionWith } from './attentions.ts';
import type { ModelSpec } from './model-spec.ts';

const specFields = {
  architecture: true,
  classes: true,
  attention: true,
  reduction: true,
  placement: true,
  attentionKernel: true,
  attentionGates: true,
  attentionStages: true,
  attentionBlocks: true,
  dropout: true,
  stochasticDepth: true,
  strideIn: true,
  seed: true,
} satisfies Record<keyof ModelSpec, true>;

/** A network with random weights, the same for the same seed.
 *
 * @throws {UnknownOptionError} when the spec names what no network has. */
export function buildModel(spec: ModelSpec): Network {
  refuseUnknownOptions('buildModel', spec, specFields);
  return buildDescribed(architectures[spec.architecture], spec);
}

/** The same of an architecture that need not be of this list. What the architecture lacks is left
 * out. */
export function buildDescribed({ build }: ArchitectureDescription, spec: Omit<ModelSpec, 'architecture'>): Network {
  const { classes, attention, reduction, attentionKernel, attentionGates, placement, attentionStages, attentionBlocks } = spec;
  const { dropout, stochasticDepth, strideIn, seed } = spec;
  const gate = attention === 'none' ? undefined : attentionWith(attention).build(attention, { reduction, kernelSize: attentionKernel, gates: attentionGates });
  return build({ classes, attention: gate, placement, attentionStages, attentionBlocks, dropout, stochasticDepth, strideIn, seed });
}
