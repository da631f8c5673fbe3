export { startWasm, WasmStartError } from './start-wasm.ts';
export type { StartedWasm, StartWasmOptions } from './start-wasm.ts';
