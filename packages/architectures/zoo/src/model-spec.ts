import type { AttentionPlacement, GateSelection } from '@attune/nn';
import { type StrideIn, stridePlaces } from '@attune/resnet';
import * as z from 'zod';

import { type Architecture, architectureNames, placements } from './architectures.ts';
import { type AttentionKind, attentionKinds, gateSelections } from './attentions.ts';

/** All that rebuilds a network, as plain data: `buildModel` takes it, a run's `run.json` and the
 * card in its weights hold it. */
export interface ModelSpec {
  readonly architecture: Architecture;
  readonly classes: number;
  /** Of the images; 3 (red, green and blue) when left out. */
  readonly channels?: number | undefined;
  readonly attention: AttentionKind;
  /** What attention divides its channels by. */
  readonly reduction: number;
  readonly placement: AttentionPlacement;
  /** Side of the convolution by which CBAM scores positions; 7 when left out. */
  readonly attentionKernel?: number | undefined;
  /** Which of CBAM's two gates there are; both when left out. */
  readonly attentionGates?: GateSelection | undefined;
  /** Counted from 1; all that the architecture has when left out. */
  readonly attentionStages?: readonly number[] | undefined;
  /** Paths such as `layer1.0`; all blocks of those stages when left out. */
  readonly attentionBlocks?: readonly string[] | undefined;
  /** What training leaves out, as a rate; the architecture's own when left out. */
  readonly dropout?: number | undefined;
  /** The rate at which training leaves blocks out; the architecture's own when left out. */
  readonly stochasticDepth?: number | undefined;
  /** Which convolution of a bottleneck halves the image; `conv2`, as in torchvision, when left
   * out. */
  readonly strideIn?: StrideIn | undefined;
  /** Of the initial weights. */
  readonly seed: number;
}

/** Checks a {@link ModelSpec} that was read. */
export const modelSpec = z
  .object({
    architecture: z.enum(architectureNames),
    classes: z.int().positive(),
    channels: z.int().positive().optional(),
    attention: z.enum(attentionKinds),
    reduction: z.int().positive(),
    placement: z.enum(placements),
    attentionKernel: z.int().positive().optional(),
    attentionGates: z.enum(gateSelections).optional(),
    attentionStages: z.array(z.int()).readonly().optional(),
    attentionBlocks: z.array(z.string()).readonly().optional(),
    dropout: z.number().optional(),
    stochasticDepth: z.number().optional(),
    strideIn: z.enum(stridePlaces).optional(),
    seed: z.int(),
  })
  .readonly();
