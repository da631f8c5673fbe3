/** Native code is for Node: see `native-kernels-node.ts`. */
export function nativeKernels(): never {
  throw new Error('they run in Node only.');
}
