import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { BenchError } from '../bench-error.ts';
import { describeMachine } from '../measure/machine.ts';
import { python, pythonEnvironment } from '../measure/python.ts';
import { measureRoofline } from '../measure/roofline.ts';
import { median, spread } from '../measure/statistics.ts';
import { userPath } from '../user-path.ts';

export interface RecipeOptions {
  readonly data: string;
  readonly epochs: string;
  readonly threads: number;
  readonly rounds: number;
  readonly json?: true | undefined;
}

interface Run {
  readonly seconds: number;
  /** Best of the run. */
  readonly accuracy: number;
}

/** Times the whole job as a person would: the command from its start to its end, and PyTorch's
 * program for the same recipe, in turns. */
export async function recipe({ data, epochs, threads, rounds, json }: RecipeOptions): Promise<void> {
  const files = filesOf(userPath(data));
  const machine = describeMachine(await measureRoofline(threads));
  const runs: Record<'attune' | 'torch', Run[]> = { attune: [], torch: [] };
  for (let round = 0; round < rounds; round++) {
    runs.attune.push(await timed((folder) => runAttune(files, { epochs, threads, folder })));
    runs.torch.push(await timed((folder) => runTorch(files, { epochs, threads, folder })));
  }
  const results = (['attune', 'torch'] as const).map((name) => summarise(name, runs[name]));
  const ratio = { torch: results[1]!.seconds / results[0]!.seconds };
  process.stdout.write(`${json === true ? JSON.stringify({ results, ratio, machine }) : describe(results, ratio.torch)}\n`);
}

interface Files {
  readonly images: string;
  readonly weights: string;
  readonly reference: string;
}

function filesOf(data: string): Files {
  const files = {
    images: join(data, 'hymenoptera'),
    weights: join(data, 'checkpoints/imagenet-resnet18/resnet18-imagenet-f16.safetensors'),
    reference: join(data, 'reference/torch_three_stage.py'),
  };
  const missing = Object.values(files).filter((file) => !existsSync(file));
  if (missing.length > 0) throw new BenchError(`There is no ${missing.join(', no ')}: --data is the folder of the real data.`);
  return files;
}

interface Job {
  readonly epochs: string;
  readonly threads: number;
  readonly folder: string;
}

async function timed(run: (folder: string) => Promise<number>): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'attune-bench-'));
  try {
    const started = performance.now();
    const accuracy = await run(folder);
    return { seconds: (performance.now() - started) / 1000, accuracy };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const run = promisify(execFile);

async function runAttune({ images, weights }: Files, { epochs, threads, folder }: Job): Promise<number> {
  const command = fileURLToPath(new URL('../../../cli/bin/attune.js', import.meta.url));
  const words = [
    'finetune',
    images,
    '--no-report',
    '--arch',
    'resnet18',
    '--attention',
    'cbam',
    '--weights',
    weights,
    '--recipe',
    'three-stage',
    '--epochs',
    epochs,
  ];
  const { stdout } = await run(process.execPath, [command, ...words, '--threads', `${threads}`, '--out', join(folder, 'run'), '--json']);
  return (JSON.parse(stdout) as { readonly bestValidationAccuracy: number }).bestValidationAccuracy;
}

async function runTorch({ images, weights, reference }: Files, { epochs, threads, folder }: Job): Promise<number> {
  const report = join(folder, 'report.json');
  const words = ['--data', images, '--init', weights, '--epochs', epochs, '--threads', `${threads}`, '--json', report];
  await run(python, [reference, ...words], { env: pythonEnvironment() });
  return (JSON.parse(await readFile(report, 'utf8')) as { readonly best: number }).best;
}

function summarise(name: string, runs: readonly Run[]) {
  const samples = runs.map(({ seconds }) => seconds);
  return { name, seconds: median(samples), spread: spread(samples), samples, accuracies: runs.map(({ accuracy }) => accuracy) };
}

function describe(results: readonly ReturnType<typeof summarise>[], ratio: number): string {
  const lines = results.map(
    ({ name, seconds, accuracies }) => `${name}: ${seconds.toFixed(1)} s, best accuracy ${accuracies.map((value) => value.toFixed(3)).join(', ')}`,
  );
  return [...lines, `Attune's wall clock is ${(1 / ratio).toFixed(2)} × PyTorch's.`].join('\n');
}
