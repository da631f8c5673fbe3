export { startWasm, WasmStartError } from './start-wasm.ts';
export type { StartedWasm, StartWasmOptions } from './start-wasm.ts';
export type { KernelMemory, Kernels, RunningKernels } from './engine/kernels.ts';
export type { TileShape } from './convolution/sizes.ts';
export { WasmMemoryError } from './engine/shared-backend.ts';
export { KernelCoverageError } from './kernels/kernel.ts';
export { sourceDigest } from './generated/source-digest.ts';
