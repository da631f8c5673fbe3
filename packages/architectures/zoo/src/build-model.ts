import { refuseUnknownOptions } from '@attune/errors';
import type { ArchitectureDescription, Network } from '@attune/nn';

import { architectures } from './architectures.ts';
import { attentionWith } from './attentions.ts';
import type { ModelSpec } from './model-spec.ts';

const specFields = {
  architecture: true,
  classes: true,
  channels: true,
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

/** The same network without its weights: what would be drawn is zero. To be filled from a file, or
 * described: drawing the weights of a VGG-16 takes seconds.
 *
 * @throws {UnknownOptionError} when the spec names what no network has. */
export function buildEmptyModel(spec: ModelSpec): Network {
  refuseUnknownOptions('buildEmptyModel', spec, specFields);
  return buildDescribed(architectures[spec.architecture], { ...spec, seed: null });
}

/** What {@link buildModel} needs of an architecture that need not be of this list. */
export interface DescribedSpec extends Omit<ModelSpec, 'architecture' | 'seed'> {
  /** Of the initial weights; `null` leaves what would be drawn zero. */
  readonly seed: number | null;
}

/** The same of an architecture that need not be of this list. What the architecture lacks is left
 * out. */
export function buildDescribed({ build }: ArchitectureDescription, spec: DescribedSpec): Network {
  const { classes, channels, attention, reduction, attentionKernel, attentionGates, placement, attentionStages, attentionBlocks } = spec;
  const { dropout, stochasticDepth, strideIn, seed } = spec;
  const gate = attention === 'none' ? undefined : attentionWith(attention).build(attention, { reduction, kernelSize: attentionKernel, gates: attentionGates });
  return build({ classes, channels, attention: gate, placement, attentionStages, attentionBlocks, dropout, stochasticDepth, strideIn, seed });
}
