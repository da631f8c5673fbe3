import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { TensorBoardFile } from './tensorboard-file.ts';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'attune-events-'))));
afterAll(() => rm(folder, { recursive: true }));

/** `Summary.value`, as `tensorboard.plugins.hparams.summary_v2` of TensorBoard 2.21 writes it. */
const fromTensorBoard = {
  'attention none':
    '0a4c0a1c5f68706172616d735f2f73657373696f6e5f73746172745f696e666f42060801120212004a240a220a0768706172616d7312171a150a130a09617474656e74696f6e12061a046e6f6e65',
  'seed 2':
    '0a4a0a1c5f68706172616d735f2f73657373696f6e5f73746172745f696e666f42060801120212004a220a200a0768706172616d7312151a130a110a04736565641209110000000000000040',
  'seed 0':
    '0a4a0a1c5f68706172616d735f2f73657373696f6e5f73746172745f696e666f42060801120212004a220a200a0768706172616d7312151a130a110a04736565641209110000000000000000',
  succeeded: '0a370a1a5f68706172616d735f2f73657373696f6e5f656e645f696e666f42060801120212004a110a0f0a0768706172616d73120422020801',
} as const;

it('hyperparameters stand in the bytes that TensorBoard itself writes for them: text, numbers, and the end of the run', async () => {
  for (const [name, values] of [
    ['attention none', { attention: 'none' }],
    ['seed 2', { seed: 2 }],
    ['seed 0', { seed: 0 }],
  ] as const) {
    const place = join(folder, name);
    const file = await TensorBoardFile.create(place);
    await file.hyperparameters(values);
    await file.close();
    const bytes = (await readFile(join(place, (await readdir(place))[0]!))).toString('hex');
    expect(bytes).toContain(fromTensorBoard[name] + fromTensorBoard.succeeded);
  }
});
