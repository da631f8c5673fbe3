import { startBackend } from '@attune/backend';
import { loadPretrained, readCheckpoint } from '@attune/checkpoint';
import { decodeImageFile, preprocess, preprocessingFor } from '@attune/data/browser';
import { evaluation } from '@attune/nn';
import { resnet18 } from '@attune/resnet';
import * as tf from '@tensorflow/tfjs-core';

/** What a test asks of the page: files as base64, for a page's messages are JSON, and the name of
 * the weights that are served beside it. */
export interface Request {
  readonly weights: string;
  readonly files: readonly string[];
}

addEventListener('message', ({ data }: MessageEvent<Request>) => {
  void topClasses(data).then(postMessage, (fault: unknown) => postMessage({ fault: String(fault) }));
});

/** The most probable of ImageNet's classes for each file. */
async function topClasses({ weights, files }: Request): Promise<number[]> {
  await startBackend('wasm', { wasmFolder: '/' });
  const network = resnet18({ classes: 1000 });
  await loadPretrained(network, await readCheckpoint(new Uint8Array(await (await fetch(`/${weights}`)).arrayBuffer())));
  const preprocessing = preprocessingFor({ imageSize: 224 });
  const found: number[] = [];
  for (const file of files) {
    const values = preprocess(await decodeImageFile(Uint8Array.from(atob(file), (character) => character.charCodeAt(0))), preprocessing);
    const logits = tf.tidy(() => network.forward(tf.tensor4d(values, [1, 224, 224, 3]), evaluation).dataSync<'float32'>());
    found.push(logits.indexOf(Math.max(...logits)));
  }
  return found;
}
