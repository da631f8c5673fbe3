import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** The codes of the errors that a program of tfjs-core meets on its way to a backend. */
const program = `
import { BatchNorm2d, Linear, Network } from '@attune/nn';
import { findRate, fineTune, headOnly, relativeGradients } from '@attune/staged-finetune';

class Tiny extends Network {
  fc = new Linear({ inFeatures: 3, outFeatures: 2 });
  constructor() { super({ architecture: 'tiny', classes: 2 }); }
  segments() { return [{ name: 'head', fields: ['fc'], forward: () => { throw new Error('no image was to be read'); } }]; }
}
const split = { size: 1, labels: Int32Array.of(0), batches() { throw new Error('no image was to be read'); }, batchIndices: () => [Int32Array.of(0)] };
const data = { classes: ['a', 'b'], train: split, validation: split };
const met = [];
async function meets(run) {
  try { await run(); met.push('nothing'); } catch (error) { met.push(error.code ?? error.message); }
}

await meets(() => new BatchNorm2d({ channels: 2 }));
await meets(() => new Tiny());
await import('@tensorflow/tfjs-backend-cpu');
const tf = await import('@tensorflow/tfjs-core');
await tf.ready();
Object.assign(tf.backend(), { firstUse: false });
const network = new Tiny();
await meets(async () => { for await (const event of fineTune(network, data, headOnly())); });
await meets(() => findRate(network, data, headOnly()));
await meets(() => relativeGradients(network, data));
const { startBackend } = await import('@attune/backend');
await startBackend('cpu');
await meets(() => relativeGradients(network, data));
console.log(JSON.stringify(met));
`;

it('a process without a backend, then without gradients, is told so by a code before an image is read', async () => {
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { cwd: new URL('.', import.meta.url) });
  expect(JSON.parse((await run).stdout)).toEqual([
    'ATTUNE_BACKEND_NOT_STARTED',
    'ATTUNE_BACKEND_NOT_STARTED',
    'ATTUNE_GRADIENTS_NOT_REGISTERED',
    'ATTUNE_GRADIENTS_NOT_REGISTERED',
    'ATTUNE_GRADIENTS_NOT_REGISTERED',
    'no image was to be read',
  ]);
});
