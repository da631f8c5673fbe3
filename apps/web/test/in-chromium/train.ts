import { startBackend } from '@attune/backend';
import { browserDataset } from '@attune/data/browser';
import { config } from 'zod';

import { type TrainedInPage, type TrainedLosses, type TrainingTask, trainOn } from '../support/train-on.ts';

config({ jitless: true });

addEventListener('message', async ({ data: task }: MessageEvent<TrainingTask>) => {
  const files = task.files.map(({ path, bytes }) => ({ path, file: new Blob([bytes]) }));
  const { backend, threads } = await startBackend(task.backend, { threads: task.threads, wasmFolder: '/' });
  const dataset = await browserDataset({ files, imageSize: task.imageSize });
  const runs: TrainedLosses[] = [];
  for (let training = 0; training < (task.trainings ?? 1); training++) runs.push(await trainOn(dataset, task));
  postMessage({ backend, threads, runs } satisfies TrainedInPage);
});
