/** Every backend, fastest first where all are present. */
export const backendNames = ['node-gpu', 'node', 'webgpu', 'webgl', 'native', 'wasm', 'cpu'] as const;

/** One backend: `node-gpu` and `node` are TensorFlow's native library, `webgpu` and `webgl` a
 * graphics card in a browser, `native` and `wasm` our kernels for the processor, in Node and on
 * every engine, `cpu` plain JavaScript. */
export type BackendName = (typeof backendNames)[number];

/** A backend, or the fastest that is present. */
export type BackendChoice = 'auto' | BackendName;

export function isBackendChoice(name: string): name is BackendChoice {
  return name === 'auto' || (backendNames as readonly string[]).includes(name);
}
