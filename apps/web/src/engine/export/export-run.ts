import { saveModel, traitEntries, writeTorch } from '@attune/checkpoint';
import type { ImageDataset } from '@attune/data/browser';
import type { Network } from '@attune/nn';
import type { EncodePicture } from '@attune/report';
import { cardEntries, runFiles, taskOf } from '@attune/run';

import { PageError } from '../errors/page-error.ts';
import type { ExportFormat, StandaloneWords } from '../protocol/runs.ts';
import type { WriteProgress } from '../protocol/write-progress.ts';
import { type KeptRun, startFile } from '../runs/kept-run.ts';
import { encodePicture } from './encode-picture.ts';
import { zip } from '../storage/zip.ts';

/** In a report of a few classes. */
const usualPictures = 60;

export interface ExportSources {
  readonly kept: KeptRun;
  /** With the run's best weights. */
  readonly network: () => Promise<Network>;
  readonly dataset: () => Promise<ImageDataset>;
  readonly words: StandaloneWords;
  readonly onProgress: WriteProgress;
}

/** Makes a run's file of a format; what only some formats need is loaded with them. */
export async function exportRun(sources: ExportSources, format: ExportFormat): Promise<{ readonly name: string; readonly blob: Blob }> {
  const { kept } = sources;
  const { architecture } = kept.run.config.model;
  const named = (suffix: string, parts: BlobPart[]) => ({ name: `${architecture}-${kept.id}.${suffix}`, blob: new Blob(parts) });
  switch (format) {
    case 'safetensors':
      return named('safetensors', [await bestFile(kept)]);
    case 'torch':
      return named('pth', [await torch(sources)]);
    case 'onnx':
      return named('onnx', [(await onnx(sources)) as Uint8Array<ArrayBuffer>]);
    case 'page.html':
      return { name: `${architecture}-${kept.id}-page.html`, blob: await page(sources) };
    case 'run.zip':
      return { name: `${kept.id}.zip`, blob: await zippedRun(sources) };
    case 'report.html':
      return named('html', [await report(sources)]);
  }
}

async function bestFile({ run }: KeptRun): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await run.files.read(runFiles.best);
  if (bytes === null) throw new PageError('no-epoch', `The run ${run.path} has no weights yet: an epoch must end first.`);
  return bytes;
}

/** What the best weights say of themselves. */
async function cardOf({ run }: KeptRun): Promise<Record<string, string>> {
  const [calibration, thresholds] = [await run.calibration(), await run.thresholds()];
  return cardEntries({ ...run.config, calibration: calibration ?? undefined, thresholds: thresholds ?? undefined });
}

async function torch({ kept, network, onProgress }: ExportSources): Promise<Uint8Array<ArrayBuffer>> {
  const best = await network();
  onProgress(0.4, 0);
  return writeTorch(await saveModel(best), { traits: best.traits, metadata: await cardOf(kept) }) as Uint8Array<ArrayBuffer>;
}

async function onnx({ kept, network, onProgress }: ExportSources): Promise<Uint8Array> {
  const { describedInput, toOnnx } = await import('@attune/export');
  const { preprocessing, classes } = kept.run.config;
  const best = await network();
  onProgress(0.4, 0);
  const described = describedInput(preprocessing, { classes, normalizes: true });
  return toOnnx(best, { ...described, metadata: { ...described.metadata, ...(await cardOf(kept)), ...traitEntries(best.traits) } });
}

async function page({ kept, network, words, onProgress }: ExportSources): Promise<Blob> {
  const { standalonePage } = await import('./standalone-page.ts');
  const { preprocessing, classes } = kept.run.config;
  const best = await network();
  onProgress(0.2, 0);
  const [calibration, thresholds] = [await kept.run.calibration(), await kept.run.thresholds()];
  return standalonePage({ network: best, classes, preprocessing, words, calibration, thresholds, task: taskOf(kept.run.config), onProgress });
}

/** As the command keeps a run's folder. */
async function zippedRun({ kept, onProgress }: ExportSources): Promise<Blob> {
  const paths = (await kept.paths()).filter((path) => path !== startFile);
  return zip(
    paths.map((path) => ({ path, read: async () => (await kept.run.files.read(path))! })),
    onProgress,
  );
}

/** Judging the photos is the first half. The second draws pictures, whose number shows
 * as they come. */
async function report({ kept, network, dataset, onProgress }: ExportSources): Promise<string> {
  const { reportRun } = await import('@attune/report');
  const machine = `A browser, ${navigator.hardwareConcurrency} cores`;
  const photos =
    taskOf(kept.run.config).kind === 'single-label' ? 'the photos of each class in a folder of its own' : 'the photos and their table, labels.csv,';
  const where = `With ${photos} under “photos”, and the run's .zip unpacked as “${kept.id}” beside it:`;
  let [drawn, bytes] = [0, 0];
  const encode: EncodePicture = async (picture, side) => {
    const source = await encodePicture(picture, side);
    [drawn, bytes] = [drawn + 1, bytes + source.length];
    onProgress(0.5 + 0.5 * (1 - 1 / (1 + drawn / usualPictures)), bytes);
    return source;
  };
  const images = await dataset();
  const judged = (done: number) => onProgress((0.5 * done) / images.validation.size, 0);
  return reportRun(
    { run: kept.run, network: await network(), dataset: images },
    { title: kept.id, machine, where, program: 'npx attune', encode, onProgress: judged },
  );
}
