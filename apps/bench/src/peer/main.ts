import type { PreparePeer } from './peer.ts';
import { servePeer } from './serve-peer.ts';

/** Each peer's module is loaded in its own process alone: two copies of tfjs's kernels
 * may not meet. */
const peers: Readonly<Record<string, () => Promise<PreparePeer>>> = {
  attune: async () => (await import('./attune.ts')).prepareAttune,
  tfjs: async () => (await import('./tfjs.ts')).prepareTfjs,
  'jax-js': async () => (await import('./jax-js.ts')).prepareJaxJs,
  'onnxruntime-node': async () => (await import('./onnxruntime-node.ts')).prepareNativeOnnxRuntime,
  'onnxruntime-web': async () => (await import('./onnxruntime-web.ts')).prepareOnnxRuntime,
};

await servePeer(await peers[process.argv[2]!]!());
