import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { BenchError } from '../bench-error.ts';
import { runAttune } from './attune-process.ts';
import { writeColourImages } from './colour-images.ts';

export interface KillLoopOptions {
  /** Where everything is written. */
  readonly folder: string;
  readonly kills: number;
  readonly architecture: string;
  readonly backend: 'wasm' | 'cpu';
  readonly threads: number;
  /** Side in pixels. Default: 32. */
  readonly imageSize?: number;
  /** Training images of each of two classes; half as many validate. Default: 12. */
  readonly images?: number;
  /** Of each stage. Default: 2,2,2. */
  readonly epochs?: string;
  /** Of the machine, at every start. */
  readonly flags?: readonly string[];
  /** Of the moments. */
  readonly seed: number;
  readonly onKill?: (kills: number) => void;
}

/** What a process had written when it was killed. */
export type Place = 'before the run was written' | 'before the first checkpoint' | 'after a checkpoint' | 'while writing a file' | 'after the last stage';

export interface KillLoopResult {
  readonly kills: number;
  readonly runs: number;
  /** Of the uninterrupted run. */
  readonly seconds: number;
  /** Files of weights that each run was compared by: the best, and those of each stage. */
  readonly files: number;
  readonly places: Readonly<Partial<Record<Place, number>>>;
  /** Kills by how many stages had ended. */
  readonly endedStages: Readonly<Record<number, number>>;
  /** Runs whose weights are not those of the uninterrupted one, bit for bit. */
  readonly differing: number;
}

/** Trains once without interruption, then again and again with kill -9 at random moments, each time
 * resumed until it ends, and compares every file of weights.
 *
 * @throws {BenchError} when a run ends otherwise than by its own end or a kill. */
export async function killLoop(options: KillLoopOptions): Promise<KillLoopResult> {
  const { folder, kills, images = 12 } = options;
  await writeColourImages(join(folder, 'data'), { train: images, val: Math.ceil(images / 2) });
  const started = performance.now();
  await finished(await runAttune([...job(options), '--out', join(folder, 'whole')]));
  const milliseconds = performance.now() - started;
  const right = await hashes(join(folder, 'whole'));
  const random = generator(options.seed);
  const places: Partial<Record<Place, number>> = {};
  const endedStages: Record<number, number> = {};
  let [done, runs, differing] = [0, 0, 0];
  while (done < kills) {
    const run = join(folder, `run-${runs++}`);
    const moments = Array.from({ length: kills - done }, () => 300 + random() * (milliseconds - 300));
    for (const { place, stages } of await trainKilled(run, options, moments)) {
      places[place] = (places[place] ?? 0) + 1;
      endedStages[stages] = (endedStages[stages] ?? 0) + 1;
      done += 1;
      options.onKill?.(done);
    }
    if ((await hashes(run)).join() !== right.join()) differing += 1;
    await rm(run, { recursive: true });
  }
  return { kills: done, runs, seconds: milliseconds / 1000, files: right.length, places, endedStages, differing };
}

function job({ folder, architecture, backend, threads, imageSize = 32, epochs = '2,2,2', flags = [] }: KillLoopOptions): string[] {
  const network = ['--arch', architecture, '--weights', 'none', '--image-size', `${imageSize}`, '--batch-size', '4', '--epochs', epochs, '--seed', '3'];
  const machine = ['--backend', backend, ...(backend === 'cpu' ? [] : ['--threads', `${threads}`])];
  return ['finetune', join(folder, 'data'), ...network, ...machine, ...habits, ...flags];
}

const habits = ['--checkpoint-every', '1', '--no-report', '--quiet', '--json'];

interface Kill {
  readonly place: Place;
  /** That had ended. */
  readonly stages: number;
}

/** One run, killed at these moments one after another until it ends by itself, and
 * resumed in between. */
async function trainKilled(run: string, options: KillLoopOptions, moments: readonly number[]): Promise<Kill[]> {
  const kills: Kill[] = [];
  for (const moment of [...moments, Infinity]) {
    const begun = existsSync(join(run, 'run.json'));
    if (!begun) await rm(run, { recursive: true, force: true });
    const ended = await runAttune(begun ? ['finetune', '--resume', run, ...habits, ...(options.flags ?? [])] : [...job(options), '--out', run], {
      killAfter: moment,
    });
    if (ended.code === 2 && ended.stderr.includes('finished all its stages')) kills.push({ ...kills.pop()!, place: 'after the last stage' });
    else if (ended.code === null) {
      kills.push(await killOf(run));
      continue;
    } else await finished(ended);
    return kills;
  }
  return kills;
}

async function killOf(run: string): Promise<Kill> {
  const files: readonly string[] = existsSync(run) ? await readdir(run, { recursive: true }) : [];
  return { place: placeOf(files), stages: files.filter((file) => /^stages.[^.]*\.safetensors$/u.test(file)).length };
}

function placeOf(files: readonly string[]): Place {
  if (!files.includes('run.json')) return 'before the run was written';
  if (files.some((file) => file.endsWith('.partial'))) return 'while writing a file';
  return files.includes('training.checkpoint') ? 'after a checkpoint' : 'before the first checkpoint';
}

async function finished({ code, stderr }: { readonly code: number | null; readonly stderr: string }): Promise<void> {
  if (code !== 0) throw new BenchError(`A run ended with ${code}: ${stderr.slice(-500)}`);
}

/** `NAME HASH` of every file of weights. */
async function hashes(run: string): Promise<string[]> {
  const files = (await readdir(run, { recursive: true })).filter((file) => file.endsWith('.safetensors')).toSorted();
  return Promise.all(
    files.map(
      async (file) =>
        `${file} ${createHash('sha256')
          .update(await readFile(join(run, file)))
          .digest('hex')}`,
    ),
  );
}

/** Numbers in [0, 1) from a seed: MurmurHash3's finaliser of a counter. */
function generator(seed: number): () => number {
  let counter = seed >>> 0;
  return () => {
    counter = (counter + 0x9e3779b9) >>> 0;
    const first = Math.imul(counter ^ (counter >>> 16), 0x85ebca6b);
    const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
    return ((second ^ (second >>> 16)) >>> 0) / 2 ** 32;
  };
}
