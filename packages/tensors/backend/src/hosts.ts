import type { BackendHost } from './backend-host.ts';
import { cpuHost } from './cpu-host.ts';
import type { BackendName } from './names.ts';
import { nativeHost } from './native-host.ts';
import { tensorflowHost } from './tensorflow-host.ts';
import { wasmHost } from './wasm-host.ts';
import { webglHost } from './webgl-host.ts';
import { webgpuHost } from './webgpu-host.ts';

export const hosts: Readonly<Record<BackendName, BackendHost>> = {
  'node-gpu': tensorflowHost('node-gpu', '@tensorflow/tfjs-node-gpu'),
  node: tensorflowHost('node', '@tensorflow/tfjs-node'),
  webgpu: webgpuHost(),
  webgl: webglHost,
  native: nativeHost,
  wasm: wasmHost,
  cpu: cpuHost,
};
