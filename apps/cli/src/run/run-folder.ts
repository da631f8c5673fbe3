import { mkdir, readFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { loadPretrained, readCheckpoint, safetensorsParts, saveModel } from '@attune/checkpoint';
import type { Network } from '@attune/nn';
import { type Progress, type Recipe, type RunStore, type StageResult, type TrainingCheckpoint, parseRecipe } from '@attune/staged-finetune';
import { stringify } from 'yaml';

import { UsageError } from '../usage-error.ts';
import { type RunConfig, configFile, modelCardKey, readRunConfig, writeModelCard } from './run-config.ts';
import { readTrainingCheckpoint, writeTrainingCheckpoint } from './training-checkpoint-file.ts';
import { writeFileSafely } from './write-file.ts';

const files = {
  config: configFile,
  recipe: 'recipe.yaml',
  best: 'model.safetensors',
  bestEma: 'model.ema.safetensors',
  metrics: 'metrics.jsonl',
  checkpoint: 'training.checkpoint',
  stages: 'stages',
} as const;

/** A run on disk: what it was asked to do, the best weights (torchvision's names and layout) and the best moving averages where a stage keeps them, those at the end of each stage, a line of metrics for each epoch, and while it goes on a checkpoint. */
export class RunFolder implements RunStore {
  readonly path: string;
  readonly config: RunConfig;
  readonly recipe: Recipe;

  private constructor(path: string, config: RunConfig, recipe: Recipe) {
    this.path = path;
    this.config = config;
    this.recipe = recipe;
  }

  /** @throws {UsageError} when the folder holds something already. */
  static async create(path: string, config: RunConfig, recipe: Recipe): Promise<RunFolder> {
    await requireEmpty(path);
    await mkdir(join(path, files.stages), { recursive: true });
    await writeFileSafely(join(path, files.recipe), stringify(recipe));
    await writeFileSafely(join(path, files.config), `${JSON.stringify(config, null, 2)}\n`);
    return new RunFolder(path, config, recipe);
  }

  /** @throws {UsageError} when the folder is no run. */
  static async open(path: string): Promise<RunFolder> {
    const config = await readRunConfig(path);
    return new RunFolder(path, config, parseRecipe(await readFile(join(path, files.recipe), 'utf8')));
  }

  async saveBest(network: Network): Promise<void> {
    await this.#saveWeights(network, files.best);
  }

  async saveBestEma(network: Network): Promise<void> {
    await this.#saveWeights(network, files.bestEma);
  }

  async loadBest(network: Network): Promise<void> {
    await loadPretrained(network, await readCheckpoint(join(this.path, files.best)));
  }

  async saveStage(network: Network, { index, result }: { readonly index: number; readonly result: StageResult }): Promise<void> {
    await this.#saveWeights(network, join(files.stages, stageFile(index, result.name)));
  }

  async saveCheckpoint(checkpoint: TrainingCheckpoint): Promise<void> {
    await writeTrainingCheckpoint(join(this.path, files.checkpoint), checkpoint);
    await this.saveMetrics(checkpoint.progress.results);
  }

  async loadCheckpoint(): Promise<TrainingCheckpoint | null> {
    return readTrainingCheckpoint(join(this.path, files.checkpoint));
  }

  /** One JSON line for each epoch so far. */
  async saveMetrics(results: Progress['results']): Promise<void> {
    const lines = results.flatMap(({ name, epochs }) => epochs.map((epoch) => JSON.stringify({ stage: name, ...epoch })));
    await writeFileSafely(join(this.path, files.metrics), lines.map((line) => `${line}\n`).join(''));
  }

  /** Removes what only an unfinished run needs. */
  async finish(results: Progress['results']): Promise<void> {
    await this.saveMetrics(results);
    await rm(join(this.path, files.checkpoint), { force: true });
  }

  /** Whether all of its stages have ended. */
  async isFinished(): Promise<boolean> {
    const exists = async (file: string) => (await stat(join(this.path, file)).catch(() => null)) !== null;
    return (await exists(files.metrics)) && !(await exists(files.checkpoint));
  }

  async #saveWeights(network: Network, file: string): Promise<void> {
    const metadata = { format: 'pt', [modelCardKey]: writeModelCard(this.config) };
    await writeFileSafely(join(this.path, file), safetensorsParts(await saveModel(network), { metadata }));
  }
}

/** `2-late-layers-and-attention.safetensors` */
function stageFile(index: number, name: string): string {
  const slug = name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
  return `${index + 1}-${slug}.safetensors`;
}

/** @throws {UsageError} when a folder holds something already. */
export async function requireEmpty(path: string): Promise<void> {
  const entries = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    if (error.code === 'ENOTDIR') throw new UsageError(`${path} is a file, not a folder for a run. Choose another --out.`);
    throw error;
  });
  if (entries.length === 0) return;
  throw new UsageError(`${path} is not empty. Choose another --out, or go on with the run in it: attune finetune --resume ${path}`);
}
