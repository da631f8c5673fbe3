import { stridePlaces } from '@attune/resnet';
import * as z from 'zod';

import { architectureNames, placements } from './architectures.ts';
import { attentionKinds, gateSelections } from './attentions.ts';

/** All that rebuilds a network, as plain data: `buildModel` takes it, a run's
 * `run.json` and the card
 * in its weights hold it.
 *
 * - `attentionKernel`, `attentionGates`: of CBAM, the side of the convolution that
 *   scores positions,
 *   and which of its two gates there are; 7 and both when left out.
 * - `attentionStages`: counted from 1; all that the architecture has when left out.
 * - `attentionBlocks`: paths such as `layer1.0`; all blocks of those stages when left out.
 * - `dropout`, `stochasticDepth`: what training leaves out, as rates; the architecture's own when
 *   left out.
 * - `strideIn`: which convolution of a bottleneck halves the image; as in torchvision
 *   (`conv2`) when
 *   left out.
 * - `seed`: of the initial weights. */
export const modelSpec = z
  .object({
    architecture: z.enum(architectureNames),
    classes: z.int().positive(),
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

/** What {@link modelSpec} describes. */
export type ModelSpec = z.infer<typeof modelSpec>;
