export { startWasm, WasmStartError } from './start-wasm.ts';
export type { StartedWasm, StartWasmOptions } from './start-wasm.ts';
export { WasmMemoryError } from './engine/shared-backend.ts';
export { KernelCoverageError } from './kernels/kernel.ts';
