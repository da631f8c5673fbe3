/** Kernels that see the images: of ResNets and of VGGs. */
export const firstKernels: ReadonlySet<string> = new Set(['conv1.weight', 'features.0.weight']);
