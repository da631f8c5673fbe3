import { startBackend } from '@attune/backend';
import { browserDataset } from '@attune/data/browser';
import { config } from 'zod';

import { type TrainedLosses, type TrainingTask, trainOn } from '../support/train-on.ts';

config({ jitless: true });

addEventListener('message', async ({ data: task }: MessageEvent<TrainingTask>) => {
  const files = task.files.map(({ path, bytes }) => ({ path, file: new Blob([bytes]) }));
  const started = await startBackend(task.backend, { threads: task.threads, wasmFolder: '/' });
  const losses = await trainOn(await browserDataset({ files, imageSize: task.imageSize }), task);
  postMessage({ backend: started.backend, threads: started.threads, ...losses } satisfies TrainedLosses & { backend: string; threads: number });
});
