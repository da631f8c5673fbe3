import { loadPretrained, readCheckpoint, safetensorsParts, saveModel, traitEntries } from '@attune/checkpoint';
import type { Network } from '@attune/nn';
import {
  type EpochResult,
  type Progress,
  type Recipe,
  type RunStore,
  type StageResult,
  type TrainingCheckpoint,
  parseSavedRecipe,
} from '@attune/staged-finetune';
import { stringify } from 'yaml';

import { type FileStore, readText, writeText } from './file-store.ts';
import { modelCardKey, writeModelCard } from './model-card.ts';
import { type RunConfig, readRunConfig } from './run-config.ts';
import { RunFileError } from './run-file-error.ts';
import { runFiles, stageFile } from './run-files.ts';
import { packTrainingCheckpoint, unpackTrainingCheckpoint } from './training-checkpoint.ts';

/** An epoch as a line of `metrics.jsonl` has it. */
export type RecordedEpoch = EpochResult & { readonly stage: string };

interface RunParts {
  readonly files: FileStore;
  /** What messages call the run: on a disk, its folder. */
  readonly path: string;
}

/** A run as files: what it was asked to do, the best weights (torchvision's names and layout) and
 * the best moving averages where a stage keeps them, those at the end of each stage, a line of
 * metrics for each epoch, and while it goes on a checkpoint. */
export class Run implements RunStore {
  readonly path: string;
  readonly files: FileStore;
  readonly config: RunConfig;
  readonly recipe: Recipe;

  private constructor({ files, path }: RunParts, config: RunConfig, recipe: Recipe) {
    this.path = path;
    this.files = files;
    this.config = config;
    this.recipe = recipe;
  }

  /** Writes what the run is asked to do; the configuration last, since what has it is a run. */
  static async create(parts: RunParts, config: RunConfig, recipe: Recipe): Promise<Run> {
    await writeText(parts.files, runFiles.recipe, stringify(recipe));
    await writeText(parts.files, runFiles.config, `${JSON.stringify(config, null, 2)}\n`);
    return new Run(parts, config, recipe);
  }

  /** @throws {RunFileError} when the files are no run. */
  static async open(parts: RunParts): Promise<Run> {
    const config = await readRunConfig(parts.files, parts.path);
    const recipe = await readText(parts.files, runFiles.recipe);
    if (recipe === null) throw new RunFileError(parts.path, `it has no ${runFiles.recipe}, so its stages are unknown. Copy it from a backup.`);
    return new Run(parts, config, parseSavedRecipe(recipe));
  }

  async saveBest(network: Network): Promise<void> {
    await this.#saveWeights(network, runFiles.best);
  }

  async saveBestEma(network: Network): Promise<void> {
    await this.#saveWeights(network, runFiles.bestEma);
  }

  async loadBest(network: Network): Promise<void> {
    await this.#loadWeights(network, runFiles.best);
  }

  async saveStage(network: Network, { index, result }: { readonly index: number; readonly result: StageResult }): Promise<void> {
    await this.#saveWeights(network, stageFile(index, result.name));
  }

  /** Positions of the stages whose last weights are kept, in order. */
  async endedStages(): Promise<number[]> {
    const saved = await this.files.list(runFiles.stages);
    return this.recipe.stages.flatMap(({ name }, index) => (saved.includes(stageFile(index, name)) ? [index] : []));
  }

  /** Puts the weights at the end of a stage into a network.
   *
   * @throws {RunFileError} when that stage has not ended. */
  async loadStage(network: Network, index: number): Promise<void> {
    const stage = this.recipe.stages[index];
    const file = stage === undefined ? null : stageFile(index, stage.name);
    const saved = await this.files.list(runFiles.stages);
    if (file === null || !saved.includes(file)) throw new RunFileError(this.path, `its stage ${index + 1} has no weights: ${saved.length} have ended.`);
    await this.#loadWeights(network, file);
  }

  async saveCheckpoint(checkpoint: TrainingCheckpoint): Promise<void> {
    await this.files.writeSafely(runFiles.checkpoint, packTrainingCheckpoint(checkpoint));
    await this.saveMetrics(checkpoint.progress.results);
  }

  async loadCheckpoint(): Promise<TrainingCheckpoint | null> {
    const file = await this.files.read(runFiles.checkpoint);
    return file === null ? null : unpackTrainingCheckpoint(file, `${this.path}/${runFiles.checkpoint}`);
  }

  /** One JSON line for each epoch so far. */
  async saveMetrics(results: Progress['results']): Promise<void> {
    const lines = results.flatMap(({ name, epochs }) => epochs.map((epoch) => JSON.stringify({ stage: name, ...epoch } satisfies RecordedEpoch)));
    await writeText(this.files, runFiles.metrics, lines.map((line) => `${line}\n`).join(''));
  }

  /** The epochs so far, none before the first has ended; a last line that is still
   * being written is left out. */
  async metrics(): Promise<RecordedEpoch[]> {
    const text = (await readText(this.files, runFiles.metrics)) ?? '';
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line, reviveLoss) as RecordedEpoch);
  }

  /** Removes what only an unfinished run needs. */
  async finish(results: Progress['results']): Promise<void> {
    await this.saveMetrics(results);
    await this.files.remove(runFiles.checkpoint);
  }

  /** Whether all of its stages have ended. */
  async isFinished(): Promise<boolean> {
    const files = await this.files.list('');
    return files.includes(runFiles.metrics) && !files.includes(runFiles.checkpoint);
  }

  async #saveWeights(network: Network, file: string): Promise<void> {
    const metadata = { format: 'pt', [modelCardKey]: writeModelCard(this.config), ...traitEntries(network.traits) };
    await this.files.writeSafely(file, safetensorsParts(await saveModel(network), { metadata }));
  }

  async #loadWeights(network: Network, file: string): Promise<void> {
    await loadPretrained(network, await readCheckpoint(await this.files.source(file)));
  }
}

/** JSON has no NaN and no infinity: it writes null for them. */
function reviveLoss(key: string, value: unknown): unknown {
  return value === null && key.endsWith('Loss') ? Number.NaN : value;
}
