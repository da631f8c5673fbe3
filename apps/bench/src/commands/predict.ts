import { appendFile, link, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startBackend } from '@attune/backend';
import { type Classifier, open } from '@attune/classifier';
import { viewLoader } from '@attune/data';
import { evaluation } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import { BenchError } from '../bench-error.ts';
import { describeHost } from '../measure/machine.ts';
import { runAttune } from '../kill/attune-process.ts';
import { modelOf, photosOf } from '../serving/photos.ts';
import { userPath } from '../user-path.ts';

export interface PredictOptions {
  readonly data: string;
  readonly photos: number;
  readonly sample: number;
  readonly log?: string | undefined;
}

const batchSize = 16;
/** Photos that are read at once. */
const readAtOnce = 48;

/** `attune predict FOLDER --csv` on many photos, start included, beside the rates of reading photos
 * and of the forward pass by themselves, each measured before and after on the same cores: one
 * after the other they allow 1 / (1/reading + 1/forward). */
export async function predict({ data, photos, sample, log }: PredictOptions): Promise<void> {
  const folder = userPath(data);
  const originals = await photosOf(folder);
  const place = await mkdtemp(join(tmpdir(), 'attune-predict-'));
  try {
    const paths = await linked(originals, join(place, 'photos'), photos);
    await startBackend('auto');
    const classifier = await open(modelOf(folder));
    const before = await rates(classifier, originals, sample);
    const started = performance.now();
    const { code, stderr } = await runAttune(['predict', modelOf(folder), paths, '--csv', join(place, 'out.csv'), '--quiet']);
    const seconds = (performance.now() - started) / 1000;
    if (code !== 0) throw new BenchError(`attune predict ended with ${code}: ${stderr.slice(-500)}`);
    const after = await rates(classifier, originals, sample);
    const [reading, forward] = [(before.reading + after.reading) / 2, (before.forward + after.forward) / 2];
    const allowed = 1 / (1 / reading + 1 / forward);
    const machine = describeHost();
    const line = {
      date: new Date().toISOString(),
      machine,
      photos,
      seconds,
      perSecond: photos / seconds,
      before,
      after,
      allowed,
      share: photos / seconds / allowed,
    };
    if (log !== undefined) await appendFile(userPath(log), `${JSON.stringify(line)}\n`);
    const [rate, all] = [line.perSecond.toFixed(1), allowed.toFixed(1)];
    process.stdout.write(
      `${photos} photos in ${seconds.toFixed(1)} s: ${rate} a second, ${(100 * line.share).toFixed(0)} % of the ${all} that reading (${reading.toFixed(1)}) and the forward pass (${forward.toFixed(1)}) allow\n`,
    );
  } finally {
    await rm(place, { recursive: true });
  }
}

/** The photos under as many names as are asked for. */
async function linked(originals: readonly string[], folder: string, photos: number): Promise<string> {
  await mkdir(folder);
  for (let index = 0; index < photos; index++)
    await link(originals[index % originals.length]!, join(folder, `${String(index).padStart(6, '0')}.jpg`)).catch(failOnLink);
  return folder;
}

function failOnLink(cause: unknown): never {
  throw new BenchError(`The photos and the temporary folder are on different disks: name another folder by TMPDIR (${String(cause)}).`);
}

/** Images a second. */
interface Rates {
  readonly reading: number;
  readonly forward: number;
}

async function rates(classifier: Classifier, originals: readonly string[], sample: number): Promise<Rates> {
  const paths = Array.from({ length: sample }, (_, index) => originals[index % originals.length]!);
  const load = viewLoader({ preprocessing: classifier.preprocessing });
  const reading = await perSecond(sample, async () => {
    for (let at = 0; at < sample; at += readAtOnce) await Promise.all(paths.slice(at, at + readAtOnce).map((path) => load(path)));
  });
  const { imageSize } = classifier.preprocessing;
  const batch = tf.randomNormal<tf.Rank.R4>([batchSize, imageSize, imageSize, 3], 0, 1, 'float32', 0);
  const batches = Math.ceil(sample / batchSize);
  const pass = () => tf.tidy(() => void classifier.network.forward(batch, evaluation).dataSync());
  pass();
  const forward = await perSecond(batches * batchSize, async () => {
    for (let index = 0; index < batches; index++) pass();
  });
  batch.dispose();
  return { reading, forward };
}

async function perSecond(images: number, work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return images / ((performance.now() - started) / 1000);
}
