import { type CbamVariant, cbam } from '@attune/cbam';
import type { ArchitectureDescription, AttentionPlacement, Network } from '@attune/nn';

import { type Architecture, architectures } from './architectures.ts';

/** All that rebuilds a network; a run saves it. */
export interface ModelSpec {
  readonly architecture: Architecture;
  readonly classes: number;
  readonly attention: CbamVariant | 'none';
  readonly reduction: number;
  readonly placement: AttentionPlacement;
  /** All that the architecture has when left out. */
  readonly attentionStages?: readonly number[] | undefined;
  /** Of a ResNet: paths such as `layer1.0`; all blocks of those stages when left out. */
  readonly attentionBlocks?: readonly string[] | undefined;
  /** What training leaves out, as rates; the architecture's own when left out. */
  readonly dropout?: number | undefined;
  readonly stochasticDepth?: number | undefined;
  /** Of a ResNet with bottlenecks: which convolution halves the image; as in
   * torchvision (`conv2`) when left out. */
  readonly strideIn?: 'conv1' | 'conv2' | undefined;
  /** Of the initial weights. */
  readonly seed: number;
}

/** A network with random weights, the same for the same seed. */
export function buildModel(spec: ModelSpec): Network {
  return buildDescribed(architectures[spec.architecture], spec);
}

/** The same of an architecture that need not be of this list. What the architecture lacks is left
 * out. */
export function buildDescribed({ build }: ArchitectureDescription, spec: Omit<ModelSpec, 'architecture'>): Network {
  const { classes, attention, reduction, placement, attentionStages, attentionBlocks, dropout, stochasticDepth, strideIn, seed } = spec;
  const gate = attention === 'none' ? undefined : cbam({ variant: attention, reduction });
  return build({ classes, attention: gate, placement, attentionStages, attentionBlocks, dropout, stochasticDepth, strideIn, seed });
}
