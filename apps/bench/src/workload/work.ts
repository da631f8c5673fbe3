import * as z from 'zod';

const count = z.int().positive();

/** What Attune computes with. */
export const backendsOfWork = ['native', 'wasm'] as const;

const shared = { threads: count, backend: z.enum(backendsOfWork) } as const;

/** What may be put after every block, with an identity start. */
export const attentionsOfWork = ['none', 'cbam', 'se'] as const;

/** Of a convolution: its output, one of its gradients, or with `training` all three. */
export const passesOfConvolution = ['forward', 'input-gradient', 'filter-gradient', 'training'] as const;

/** One thing that every peer does, as it goes to their processes. */
export const workSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    /** `step`: forward, backward and update in train mode, loss read back. `forward`: logits in
     * evaluation, read back. */
    kind: z.enum(['step', 'forward']),
    architecture: z.string(),
    attention: z.enum(attentionsOfWork),
    batch: count,
    /** Pixels a side. */
    imageSize: count,
    classes: count,
    ...shared,
  }),
  z.strictObject({
    kind: z.literal('convolution'),
    pass: z.enum(passesOfConvolution),
    batch: count,
    /** Pixels a side. */
    imageSize: count,
    inChannels: count,
    outChannels: count,
    kernelSize: count,
    stride: count,
    ...shared,
  }),
]);

export type Work = z.infer<typeof workSchema>;
export type NetworkWork = Extract<Work, { kind: 'step' | 'forward' }>;
export type ConvolutionWork = Extract<Work, { kind: 'convolution' }>;

export function isNetworkWork(work: Work): work is NetworkWork {
  return work.kind !== 'convolution';
}

/** Images that one repetition of the work takes. */
export function imagesOf(work: Work): number {
  return work.batch;
}

/** `8×56×56×64 → 64, 3×3` */
export function describeWork(work: Work): string {
  if (isNetworkWork(work)) {
    return `${work.architecture}${work.attention === 'none' ? '' : ` + ${work.attention.toUpperCase()}`}, ${work.imageSize}², batch ${work.batch}, ${work.kind === 'step' ? 'training step' : 'forward'}`;
  }
  const { batch, imageSize, inChannels, outChannels, kernelSize, stride, pass } = work;
  return `convolution ${batch}×${imageSize}×${imageSize}×${inChannels} → ${outChannels}, ${kernelSize}×${kernelSize}${stride === 1 ? '' : ` stride ${stride}`}, ${pass}`;
}
