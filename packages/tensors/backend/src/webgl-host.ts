import * as tf from '@tensorflow/tfjs-core';

import type { BackendHost, Probe } from './backend-host.ts';
import { hasCanvas } from './environment.ts';
import { BackendUnavailableError } from './errors.ts';
import { watchBackend } from './lost-backend.ts';
import { onSoftware } from './software-adapter.ts';

async function probe(): Promise<Probe> {
  if (!hasCanvas()) return { available: false, reason: 'it needs a browser with a canvas.' };
  const canvas = typeof OffscreenCanvas === 'undefined' ? document.createElement('canvas') : new OffscreenCanvas(1, 1);
  const context = canvas.getContext('webgl2') as WebGL2RenderingContext | null;
  if (context === null) return { available: false, reason: 'this browser gives no WebGL 2 context; turn on hardware acceleration.' };
  return { available: true, detail: rendererOf(context) };
}

/** Browsers say which renderer draws, unless they hide it. */
function rendererOf(context: WebGL2RenderingContext): string {
  const info = context.getExtension('WEBGL_debug_renderer_info');
  const renderer = info === null ? '' : String(context.getParameter(info.UNMASKED_RENDERER_WEBGL));
  return /swiftshader|llvmpipe|software|basic render/iu.test(renderer) ? `WebGL 2 ${onSoftware}` : 'WebGL 2';
}

/** Registers the backend, unless the program has imported tfjs's own package. */
async function load(): Promise<void> {
  if (tf.findBackendFactory('webgl') == null) await import('#tfjs-webgl');
}

/** What tfjs keeps of a WebGL context. */
interface Gpgpu {
  readonly gl: WebGL2RenderingContext;
  /** What waits for the card: asked for hundreds of times a second until it is done. */
  itemsToPoll: readonly unknown[];
}

/** Of the context that the current backend draws with. What waits for it waits no
 * longer: a lost card is never done. */
async function contextLost(): Promise<string> {
  const { gpgpu } = tf.backend() as unknown as { readonly gpgpu: Gpgpu };
  const message = await new Promise<string>((resolve) => {
    gpgpu.gl.canvas.addEventListener('webglcontextlost', (event) => resolve((event as WebGLContextEvent).statusMessage), { once: true });
  });
  gpgpu.itemsToPoll = [];
  return message;
}

/** A graphics card through WebGL 2. */
export const webglHost: BackendHost = {
  probe,
  start: async () => {
    const found = await probe();
    if (!found.available) throw new BackendUnavailableError('webgl', found.reason);
    await load();
    // Lazily unpacked textures keep values in their padding, and a packed product over an odd inner
    // size sums them: gradients up to 2 % wrong at 5 classes. Costs about 10 %.
    tf.env().set('WEBGL_LAZILY_UNPACK', false);
    if (!(await tf.setBackend('webgl'))) throw new BackendUnavailableError('webgl', 'TensorFlow.js could not start it on this graphics driver.');
    return { threads: 1, detail: found.detail, lost: watchBackend('webgl', contextLost()) };
  },
};
