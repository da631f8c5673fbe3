import { stat } from 'node:fs/promises';
import { extname, join } from 'node:path';

import { type Checkpoint, readCheckpoint, summarise } from '@attune/checkpoint';
import { describeImage, imageExtensions } from '@attune/data';
import { sampleWeights } from '@attune/sample';

import type { Report } from '../command.ts';
import { guessArchitecture } from '../model/guess-architecture.ts';
import { userPath } from '../paths.ts';
import { configFile, readRunConfig } from '../run/run-config.ts';
import { count } from '../terminal/format.ts';
import { table } from '../terminal/table.ts';
import { UsageError } from '../usage-error.ts';

/** What a checkpoint, a run, or an image holds. */
export async function inspect(file: string): Promise<Report> {
  if (file === 'sample') return inspectCheckpoint(sampleWeights());
  const path = userPath(file);
  const found = await stat(path).catch(() => null);
  if (found === null) throw new UsageError(`There is no file ${path}.`);
  if (found.isDirectory() && (await stat(join(path, configFile)).catch(() => null)) !== null) return inspectRun(path);
  return isImage(path) ? inspectImage(path) : inspectCheckpoint(path);
}

function isImage(path: string): boolean {
  const extension = extname(path).toLowerCase();
  return imageExtensions.has(extension) || extension === '.gif';
}

async function inspectImage(path: string): Promise<Report> {
  const image = await describeImage(path);
  const { width, height, mean } = image;
  return { json: { width, height, mean }, text: `${width} × ${height} pixels, mean colour ${mean.map((value) => value.toFixed(2)).join(', ')}` };
}

async function inspectRun(path: string): Promise<Report> {
  const config = await readRunConfig(path);
  const weights = await inspectCheckpoint(join(path, 'model.safetensors'));
  const { model, classes, training } = config;
  const attention = model.attention === 'none' ? 'no attention' : `CBAM (${model.attention}) ${model.placement}`;
  const text = [`Run of ${model.architecture}, ${attention}, on ${training.data}`, `Classes: ${classes.join(', ')}`, '', weights.text].join('\n');
  return { json: { ...config, ...(weights.json as object) }, text };
}

async function inspectCheckpoint(path: string): Promise<Report> {
  const checkpoint = await readCheckpoint(path);
  const tensors = [];
  for (const entry of checkpoint.tensors) {
    tensors.push({ name: entry.name, shape: entry.shape, dtype: entry.dtype, ...summarise(await entry.read()) });
  }
  const architecture = guessArchitecture(checkpoint.tensors)?.architecture ?? null;
  const { format, wrappers, metadata, skipped } = checkpoint;
  const json = { format, architecture, wrappers, metadata: Object.fromEntries(metadata), skipped, tensors };
  return { json, text: describe(checkpoint, architecture, tensors) };
}

interface Row {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly sum: number | string;
}

function describe({ format, wrappers, skipped }: Checkpoint, architecture: string | null, tensors: readonly Row[]): string {
  const parameters = tensors.reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0);
  const lines = [
    `Format: ${format}${wrappers.length > 0 ? `, inside ${wrappers.join(' ')}` : ''}`,
    `Architecture: ${architecture ?? 'not one of ours by its names'}`,
    `Tensors: ${count(tensors.length)}, ${count(parameters)} numbers`,
    ...(skipped.length > 0 ? [`Left in the file: ${skipped.join(', ')}`] : []),
  ];
  const rows = tensors.map(({ name, shape, dtype, sum }) => [name, `[${shape.join(', ')}]`, dtype, typeof sum === 'number' ? sum.toPrecision(7) : sum]);
  return [...lines, '', table(['name', 'shape', 'dtype', 'sum'], rows, ['sum'])].join('\n');
}
