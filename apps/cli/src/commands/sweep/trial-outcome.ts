import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { type RecordedEpoch, runFiles } from '@attune/run';
import { metricOf } from '@attune/staged-finetune';
import type { TrialResult } from '@attune/sweep';

import { packageVersion } from '../../package-version.ts';
import { openRunFolder } from '../../run/run-folder.ts';
import type { PlannedTrial } from './plan-sweep.ts';

/** The part of a trial that its sweep decides. */
type Asked = Pick<PlannedTrial, 'digest' | 'index' | 'values' | 'seed' | 'fold' | 'flags'> & { readonly rung: number };

/** What a run folder says of its trial. */
export async function trialOutcome(folder: string, asked: Asked): Promise<TrialResult> {
  const run = await openRunFolder(folder);
  const epochs = await run.metrics();
  const { backend, kernels, threads } = run.config.training;
  const notes = kernelNotes(await readFile(`${folder}.log`, 'utf8').catch(() => ''));
  return {
    ...resultHead(asked),
    status: (await run.isFinished()) ? 'finished' : 'paused',
    metrics: metricsOf(epochs),
    seconds: epochs.reduce((sum, { seconds }) => sum + seconds, 0),
    ...(await weightFacts(join(folder, runFiles.best))),
    machine: { backend, kernels: kernels ?? null, threads, host: hostname() },
    ...(notes.length > 0 && { notes }),
  };
}

/** What a log says of a run that went on with other kernels, or another backend, than
 * it began with. */
export function kernelNotes(log: string): string[] {
  return [...new Set(log.split('\n').filter((line) => /^The run('s kernels so far)? (was|were) .*goes on with/u.test(line)))];
}

/** The line of a trial that failed for good. */
export function failedResult(asked: Asked, log: string): TrialResult {
  return { ...resultHead(asked), status: 'failed', metrics: null, seconds: 0, parameters: 0, weights: null, machine: null, log: log.slice(-4000) };
}

function resultHead({ digest, index, rung, values, seed, fold, flags }: Asked) {
  return { format: 1, digest, index, rung, values, seed, fold, flags, version: packageVersion() } as const;
}

function metricsOf(epochs: readonly RecordedEpoch[]): TrialResult['metrics'] {
  const last = epochs.at(-1);
  if (last === undefined) return null;
  const curve = epochs.map(metricOf);
  return {
    epochs: epochs.length,
    bestValidationAccuracy: Math.max(...curve),
    lastValidationAccuracy: metricOf(last),
    lastValidationLoss: finite(last.validationLoss),
    lastTrainLoss: finite(last.trainLoss),
    curve,
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Of a safetensors file: how many scalars it holds, and the hash of its tensors alone, as its
 * metadata name paths. */
async function weightFacts(path: string): Promise<Pick<TrialResult, 'parameters' | 'weights'>> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (bytes === null) return { parameters: 0, weights: null };
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString('utf8', 8, start)) as Record<string, { readonly shape?: readonly number[] }>;
  const sizes = Object.values(header).map(({ shape }) => (shape === undefined ? 0 : shape.reduce((product, side) => product * side, 1)));
  return { parameters: sizes.reduce((sum, size) => sum + size, 0), weights: createHash('sha256').update(bytes.subarray(start)).digest('hex') };
}

/** The last bytes of a log. */
export async function endOfLog(path: string, most = 4000): Promise<string> {
  const file = await open(path).catch(() => null);
  if (file === null) return '';
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, Math.max(0, size - most));
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
